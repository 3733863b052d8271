import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { compile } from 'tailwindcss';
import { beforeAll, expect, it } from 'vitest';
import { browserForFile } from '../support/browser/browser.js';
import { measureContrast } from '../support/browser/measureContrast.js';
import { packPackage, repository, type PackedPackage } from '../support/packaging/packedPackage.js';
import { prepareShadcnApp, shadcnAdd } from '../support/packaging/shadcnApp.js';

// What a person with a shadcn app does: the README's line, and then looks at the page.

const APP = `
import { createRoot } from 'react-dom/client'
import { HeartbeatProvider, type ConnectionSnapshot } from 'heartbeat-socket'
import { createScriptedSocket } from 'heartbeat-socket/testing'
import { ConnectionBanner } from '@/components/ui/connection-banner'
import { ConnectionIndicator } from '@/components/ui/connection-indicator'
import { SendStatus } from '@/components/ui/send-status'

const outbox = { queuedCount: 2, unconfirmedCount: 0, droppedCount: 0 }
const delivery = { caughtUpCount: 0, inDoubtCount: 0, notSentCount: 0, result: 'received' } as const
const lost = { status: 'reconnecting', lost: true, cause: 'closed', attempt: 3, nextRetryAt: Date.now() + 8000 } as const
const states: Record<string, Partial<ConnectionSnapshot>> = {
  lost: { ...lost, outbox, delivery },
  failed: { ...lost, status: 'failed', nextRetryAt: null, outbox, delivery: { ...delivery, notSentCount: 1 } },
  open: { status: 'open', outbox: { ...outbox, queuedCount: 0 }, delivery },
}
createRoot(document.getElementById('root')!).render(
  Object.entries(states).map(([name, state]) => (
    <HeartbeatProvider key={name} socket={createScriptedSocket(state)}>
      <ConnectionBanner position="inline" aria-label={name} className="mt-[3px]" />
      <ConnectionIndicator />
      <SendStatus />
    </HeartbeatProvider>
  )),
)
`;

const chromium = browserForFile();
let packed: PackedPackage;
const read = (name: string): string => readFileSync(join(packed.app, name), 'utf8');

beforeAll(async () => {
  packed = await packPackage({ withTypes: true });
  prepareShadcnApp(packed);
  return () => packed.remove();
}, 300_000);

/** The addresses as the document has them. */
function addresses(): string[] {
  const text = readFileSync(join(repository, 'docs/components.md'), 'utf8');
  const item = /npx shadcn add (\S+)\/connection-banner\.json/.exec(text)?.[1] ?? 'the document has no address';
  return ['connection-banner', 'connection-indicator', 'send-status'].map((name) => `${item}/${name}.json`);
}

/** The app's stylesheet, as Tailwind makes it of the words in the app's files. */
async function styles(): Promise<string> {
  const found = ['connection-banner', 'connection-indicator', 'send-status']
    .map((name) => read(`src/components/ui/${name}.tsx`))
    .flatMap((code) => code.split(/["'`\s]+/));
  const compiler = await compile(read('src/index.css'), {
    base: join(packed.app, 'src'),
    loadStylesheet: async (id, base) => {
      const [name = '', file = 'index.css'] = id.split('/');
      const inPackage = join(packed.app, 'node_modules', name, name === 'tailwindcss' ? file : `dist/${file}`);
      const path = id.startsWith('.') ? join(base, id) : inPackage;
      return { path, base: dirname(path), content: await readFile(path, 'utf8') };
    },
  });
  return compiler.build([...found, 'mt-[3px]']);
}

it('`npx shadcn add` copies the parts into an app, where they compile and take the colours of its theme', async () => {
  const before = read('src/index.css');
  await shadcnAdd(packed, addresses());
  expect(readdirSync(join(packed.app, 'src/components/ui')).toSorted()).toEqual([
    'connection-banner.tsx',
    'connection-indicator.tsx',
    'send-status.tsx',
  ]);
  const line = '@import "heartbeat-socket/shadcn.css";\n';
  expect(read('src/index.css')).toContain(`@import "tailwindcss";\n${line}`);
  expect(read('src/index.css').replace(line, '').trim()).toBe(before.trim());

  writeFileSync(join(packed.app, 'src/main.tsx'), APP);
  const tsc = join(repository, 'node_modules/typescript/bin/tsc');
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', '.'], { cwd: packed.app }).catch(
    (error: unknown) => error as { stdout: string },
  );
  expect(stdout).toBe('');

  const { outputFiles } = await build({
    absWorkingDir: packed.app,
    entryPoints: ['src/main.tsx'],
    bundle: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  });
  const page = await chromium.newPage({ reducedMotion: 'reduce', viewport: { width: 700, height: 500 } });
  const css = await styles();
  await page.setContent(`<style>${css}</style><body class="bg-background"><div id="root"></div></body>`);
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '', type: 'module' });
  const lost = page.getByRole('region', { name: 'lost' });
  await lost.getByText('2 messages will be sent').waitFor();
  await page.getByText('Connected', { exact: true }).waitFor();
  await page.getByText('All sent').waitFor();

  const look = () =>
    page.evaluate(() => {
      const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`);
      const banner = document.querySelector('[data-phase=lost]') as HTMLElement;
      const button = document.querySelector('[data-phase=failed] [data-heartbeat=reconnect]') as HTMLElement;
      const icon = document.querySelector('[data-phase=failed] [data-heartbeat=banner-icon]') as HTMLElement;
      const { backgroundColor, borderTopWidth, marginTop } = getComputedStyle(banner);
      return {
        surface: [backgroundColor, token('popover')],
        verb: [getComputedStyle(button).backgroundColor, token('primary')],
        sign: [getComputedStyle(icon).color, token('destructive')],
        border: borderTopWidth,
        margin: marginTop,
        height: banner.offsetHeight,
      };
    });
  for (const theme of ['light', 'dark']) {
    await page.evaluate((dark) => document.documentElement.classList.toggle('dark', dark), theme === 'dark');
    const { surface, verb, sign, ...box } = await look();
    for (const [seen, token] of [surface, verb, sign]) expect(seen).toBe(token);
    expect(box).toEqual({ border: '1px', margin: '3px', height: 42 });
    const texts = await measureContrast(page);
    expect(texts.length).toBeGreaterThan(10);
    expect(texts.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  }
});
