import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { repository, type PackedPackage } from './packedPackage.js';

/** The tokens of shadcn's neutral theme that the items use, light and dark. */
const THEME = {
  background: ['oklch(1 0 0)', 'oklch(0.145 0 0)'],
  foreground: ['oklch(0.145 0 0)', 'oklch(0.985 0 0)'],
  popover: ['oklch(1 0 0)', 'oklch(0.205 0 0)'],
  'popover-foreground': ['oklch(0.145 0 0)', 'oklch(0.985 0 0)'],
  primary: ['oklch(0.205 0 0)', 'oklch(0.922 0 0)'],
  'primary-foreground': ['oklch(0.985 0 0)', 'oklch(0.205 0 0)'],
  secondary: ['oklch(0.97 0 0)', 'oklch(0.269 0 0)'],
  'secondary-foreground': ['oklch(0.205 0 0)', 'oklch(0.985 0 0)'],
  'muted-foreground': ['oklch(0.556 0 0)', 'oklch(0.708 0 0)'],
  accent: ['oklch(0.97 0 0)', 'oklch(0.269 0 0)'],
  'accent-foreground': ['oklch(0.205 0 0)', 'oklch(0.985 0 0)'],
  destructive: ['oklch(0.577 0.245 27.325)', 'oklch(0.704 0.191 22.216)'],
  border: ['oklch(0.922 0 0)', 'oklch(1 0 0 / 10%)'],
  ring: ['oklch(0.708 0 0)', 'oklch(0.556 0 0)'],
};
const tokens = (at: 0 | 1): string =>
  Object.entries(THEME)
    .map(([name, values]) => `  --${name}: ${values[at]};\n`)
    .join('');

/** What `shadcn init` leaves in a Vite app, as far as the items and the command line look at it. */
const FILES: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "fresh-app", "private": true, "type": "module" }',
  'vite.config.ts': 'export default {};\n',
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      target: 'ES2022',
      lib: ['ES2023', 'DOM', 'DOM.Iterable'],
      module: 'ESNext',
      moduleResolution: 'bundler',
      jsx: 'react-jsx',
      strict: true,
      skipLibCheck: true,
      verbatimModuleSyntax: true,
      types: [],
      noEmit: true,
      paths: { '@/*': ['./src/*'] },
    },
    include: ['src'],
  }),
  'components.json': JSON.stringify({
    style: 'new-york',
    rsc: false,
    tsx: true,
    tailwind: { config: '', css: 'src/index.css', baseColor: 'neutral', cssVariables: true },
    aliases: {
      components: '@/components',
      utils: '@/lib/utils',
      ui: '@/components/ui',
      lib: '@/lib',
      hooks: '@/hooks',
    },
  }),
  'src/index.css': `@import "tailwindcss";

@custom-variant dark (&:is(.dark *));

@theme inline {
${Object.keys(THEME)
  .map((name) => `  --color-${name}: var(--${name});\n`)
  .join('')}}

:root {
${tokens(0)}}

.dark {
${tokens(1)}}
`,
};
const INSTALLED = ['react', 'react-dom', '@types/react', '@types/react-dom', 'tailwindcss'];

/** Makes a new app with shadcn of the one that has the packed package. */
export function prepareShadcnApp({ app }: PackedPackage): void {
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(app, name)), { recursive: true });
    writeFileSync(join(app, name), text);
  };
  for (const [name, text] of Object.entries(FILES)) write(name, text);
  mkdirSync(join(app, 'src/lib'));
  cpSync(join(repository, 'registry/cn.ts'), join(app, 'src/lib/utils.ts'));
  for (const name of INSTALLED) {
    mkdirSync(dirname(join(app, 'node_modules', name)), { recursive: true });
    symlinkSync(join(repository, 'node_modules', name), join(app, 'node_modules', name), 'junction');
  }
}

/**
 * `npx shadcn add …` in the app. For every file that it copies, the command line asks its own registry for the colours of
 * the app's theme; a server of this process answers that, so that no network is needed.
 */
export async function shadcnAdd({ app }: PackedPackage, addresses: readonly string[]): Promise<void> {
  const noColours = { light: {}, dark: {} };
  const answer = { inlineColors: noColours, cssVars: noColours, inlineColorsTemplate: '', cssVarsTemplate: '' };
  const server = createServer((request, response) => {
    response.statusCode = request.url?.startsWith('/r/colors/') ? 200 : 404;
    response.end(JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { NODE_ENV: _, VITEST: __, ...env } = process.env;
  const cli = join(repository, 'test/packages/node_modules/shadcn/dist/index.js');
  await promisify(execFile)(process.execPath, [cli, 'add', '--yes', ...addresses], {
    cwd: app,
    env: { ...env, REGISTRY_URL: `http://127.0.0.1:${port}/r` },
    timeout: 100_000,
  }).finally(() => server.close());
}
