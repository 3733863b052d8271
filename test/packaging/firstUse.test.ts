import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { browserForFile } from '../support/browser/browser.js';
import { freePort } from '../support/network/freePort.js';
import { pasteQuickStart, startProgram } from '../support/packaging/freshApp.js';
import { packPackage, repository, type PackedPackage } from '../support/packaging/packedPackage.js';

/** Fails where the declarations are not read. */
const UNKNOWN = `
// @ts-expect-error -- there is no such name
import { nothing } from 'heartbeat-socket';
void nothing;`;

const chromium = browserForFile();
let packed: PackedPackage;
let gatewayPort = 0;
beforeAll(async () => {
  packed = await packPackage({ withTypes: true });
  gatewayPort = await freePort();
  pasteQuickStart(packed, gatewayPort);
  return () => packed.remove();
});

it('the README’s quick start works as pasted: a page, a gateway, an outage and its end', async () => {
  const gateway = ['gateway.mjs'];
  const listens = /Listening on port/;
  const first = await startProgram(packed, gateway, listens);
  const vitePort = await freePort();
  const vite = ['node_modules/vite/bin/vite.js', '--port', String(vitePort), '--strictPort', '--host', '127.0.0.1'];
  await startProgram(packed, vite, /Local:/);
  const page = await chromium.newPage();
  const noise: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) noise.push(message.text());
  });
  page.on('pageerror', ({ message }) => noise.push(message));
  await page.goto(`http://127.0.0.1:${vitePort}/`);
  await page.getByText('open: 0 received').waitFor();
  await page.getByRole('button', { name: 'Say hello' }).click();
  await page.getByText('open: 1 received').waitFor();
  expect(noise).toEqual([]);

  const banner = page.locator('[data-heartbeat="banner"]');
  await first.stop();
  await banner.waitFor();
  expect(await page.getByRole('button', { name: 'Say hello' }).isDisabled()).toBe(true);
  const second = await startProgram(packed, gateway, listens);
  await page.getByText('open: 1 received').waitFor();
  await banner.waitFor({ state: 'detached' });
  expect(second.said()).not.toContain('Error');
});

describe('the app and every entry compile, declarations included', () => {
  it.each([
    ['5.5', 'bundler', 'test/packaging/typescript-5.5/node_modules'],
    ['7', 'bundler', 'node_modules'],
    ['7', 'nodenext', 'node_modules'],
  ])('with TypeScript %s, moduleResolution %s', async (version, resolution, modules) => {
    const { app } = packed;
    writeFileSync(
      join(app, 'src/entries.ts'),
      ['', '/core', '/gateway', '/testing', '/chart', '/devtools', '/locales/de']
        .map((entry, index) => `import * as entry${index} from 'heartbeat-socket${entry}';\nvoid entry${index};`)
        .join('\n')
        .concat(UNKNOWN),
    );
    const module = resolution === 'nodenext' ? 'nodenext' : 'esnext';
    const config = {
      compilerOptions: {
        target: 'ES2022',
        lib: ['ES2023', 'DOM', 'DOM.Iterable'],
        module,
        moduleResolution: resolution,
        jsx: 'react-jsx',
        types: ['node'],
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        allowImportingTsExtensions: true,
        verbatimModuleSyntax: true,
        noEmit: true,
        // The declarations of our package are read as well; those of others are theirs to mend.
        skipLibCheck: false,
      },
      include: ['src'],
    };
    writeFileSync(join(app, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(repository, modules, 'typescript/bin/tsc');
    const { stdout: compiler } = await promisify(execFile)(process.execPath, [tsc, '--version']);
    expect(compiler).toContain(`Version ${version}.`);
    const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', '.'], { cwd: app }).catch(
      (error: unknown) => error as { stdout: string },
    );
    const errors = stdout.split('\n').filter((line) => /^(?:src|node_modules\/heartbeat-socket)\//.test(line));
    expect(errors).toEqual([]);
    // A compiler that could not read the configuration has read nothing.
    expect(stdout).not.toMatch(/^error TS/m);
  });
});
