// Writes the parts that people may want to own, in the form the shadcn command line understands: one file for each, for
// `npx shadcn add ./node_modules/heartbeat-socket/dist/connection-banner.json`, and registry.json with all of them. What
// is copied is markup and look, on the tokens of the app's own theme. Behaviour stays an import of the package. Another
// folder than dist/ may be given.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const { name, version, homepage } = JSON.parse(read('package.json'));

const ITEMS = {
  'connection-banner': ['Connection banner', 'Says that the connection is lost, what comes next, and that it is back.'],
  'connection-indicator': ['Connection indicator', 'The state of the connection as a sign and a word.'],
  'send-status': ['Send status', 'Whether what a person sent has arrived, is waiting, or is in doubt.'],
};

function toItem([file, [title, description]]) {
  const path = `components/ui/${file}.tsx`;
  return {
    $schema: 'https://ui.shadcn.com/schema/registry-item.json',
    name: file,
    type: 'registry:ui',
    title,
    description,
    files: [{ path, type: 'registry:ui', content: read(`registry/${file}.tsx`) }],
    // One line of the app's stylesheet for what no class says: the layout, the motion, the drawn lines.
    css: { [`@import "${name}/shadcn.css"`]: {} },
  };
}

const items = Object.entries(ITEMS).map(toItem);
/** For a site that serves them. The files are inside the package: an app that has them has installed it. */
const served = items.map((item) => ({ ...item, dependencies: [`${name}@^${version}`] }));
const registry = { $schema: 'https://ui.shadcn.com/schema/registry.json', name, homepage, items: served };
const [dist = fileURLToPath(new URL('dist/', root))] = process.argv.slice(2);
mkdirSync(dist, { recursive: true });
const write = (file, content) => writeFileSync(join(dist, `${file}.json`), `${JSON.stringify(content, null, 2)}\n`);
write('registry', registry);
for (const item of items) write(item.name, item);
