import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { waitFor } from '../waitFor.js';
import { repository, type PackedPackage } from './packedPackage.js';

/** What `npm create vite` (React, TypeScript) installs, and what the quick start says to install. */
const INSTALLED = ['react', 'react-dom', '@types/react', '@types/react-dom', 'vite', '@vitejs/plugin-react', 'ws'];
const FOR_EVERY_ENTRY = ['prom-client', 'uplot', '@types/node', '@types/ws'];

/** The page and its entry, as the template has them. */
const TEMPLATE: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "fresh-app", "private": true, "type": "module" }',
  'index.html': `<!doctype html>
<html lang="en">
  <head><meta charset="UTF-8" /><link rel="icon" href="data:," /><title>fresh</title></head>
  <body><div id="root"></div><script type="module" src="/src/main.tsx"></script></body>
</html>`,
  'src/main.tsx': `import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import App from './App.tsx'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)`,
};

/** The fenced blocks of the README's quick start, in order: the page, the gateway, Vite's lines. */
function quickStart(): { readonly page: string; readonly gateway: string; readonly viteConfig: string } {
  const readme = readFileSync(join(repository, 'README.md'), 'utf8');
  const section = /\n## Quick start\n[\s\S]*?(?=\n## )/.exec(readme)?.[0] ?? '';
  const blocks = [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].map(([, , code = '']) => code);
  const [page = '', gateway = '', viteConfig = ''] = blocks;
  return { page, gateway, viteConfig };
}

/** Writes a new Vite app around the packed package, with the quick start pasted into it; `port` stands for its 8080. */
export function pasteQuickStart({ app }: PackedPackage, port: number): void {
  const { page, gateway, viteConfig } = quickStart();
  const atPort = (code: string): string => code.replaceAll('8080', String(port));
  const files = {
    ...TEMPLATE,
    'src/App.tsx': page,
    'gateway.mjs': atPort(gateway),
    'vite.config.ts': `import { defineConfig } from 'vite'\nimport react from '@vitejs/plugin-react'\n\n${atPort(viteConfig)}`,
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(app, name)), { recursive: true });
    writeFileSync(join(app, name), text);
  }
  for (const name of [...INSTALLED, ...FOR_EVERY_ENTRY]) {
    mkdirSync(dirname(join(app, 'node_modules', name)), { recursive: true });
    symlinkSync(join(repository, 'node_modules', name), join(app, 'node_modules', name), 'junction');
  }
}

/** A program in the app's folder, from when it says what it is expected to say. It ends with the test at the latest. */
export async function startProgram(
  { app }: Pick<PackedPackage, 'app'>,
  args: readonly string[],
  says: RegExp,
  more: Readonly<Record<string, string>> = {},
): Promise<{ readonly said: () => string; readonly stop: () => Promise<void> }> {
  const { NODE_ENV: _, VITEST: __, ...env } = process.env;
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: app,
    env: { ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  onTestFinished(stop);
  const isUp = (): boolean => {
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended: ${said}`);
    return says.test(said);
  };
  // Vite in a fresh app reads its packages first: beside other work that took more than 20 s.
  await waitFor(`${args.join(' ')} to say ${String(says)}`, isUp, 60_000);
  return { said: () => said, stop };
}
