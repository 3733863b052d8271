// Writes registry.json: the banner's source in the form the shadcn command line understands, for people who want to own
// the markup: `npx shadcn add <address of this file>`. The parts that hold behaviour stay imports of the package.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const { name, version, description } = JSON.parse(read('package.json'));

const item = {
  $schema: 'https://ui.shadcn.com/schema/registry-item.json',
  name: 'connection-banner',
  type: 'registry:component',
  title: 'Connection banner',
  description,
  dependencies: [`${name}@^${version}`],
  files: [
    {
      path: 'components/ui/connection-banner.tsx',
      type: 'registry:component',
      target: 'components/ui/connection-banner.tsx',
      content: read('registry/connection-banner.tsx'),
    },
  ],
  // An app with shadcn is one with Tailwind, and this is the look for it: a line of its stylesheet, not a copy.
  css: { '@import "heartbeat-socket/tailwind.css"': {} },
};
const registry = {
  $schema: 'https://ui.shadcn.com/schema/registry.json',
  name,
  homepage: `https://www.npmjs.com/package/${name}`,
  items: [item],
};
const dist = fileURLToPath(new URL('dist/', root));
mkdirSync(dist, { recursive: true });
writeFileSync(`${dist}registry.json`, `${JSON.stringify(registry, null, 2)}\n`);
// The command line takes one item; the registry lists them.
writeFileSync(`${dist}connection-banner.json`, `${JSON.stringify(item, null, 2)}\n`);
