import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../network/freePort.js';
import { findMiniBrowser, findWebKitDriver, findXvfb } from '../../../scripts/find-engines.mjs';
import { waitFor } from '../waitFor.js';
import type { Engine, EnginePage } from './engine.js';

/** WebKitGTK's MiniBrowser on a screen that no one sees, over classic WebDriver. It has one window, which all pages use. */
export async function startWebKit(): Promise<Engine> {
  const home = mkdtempSync(join(tmpdir(), 'heartbeat-webkit-'));
  const screen = spawn(findXvfb() ?? 'Xvfb', ['-displayfd', '3', '-screen', '0', '1024x768x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const display = await new Promise<string>((resolve, reject) => {
    screen.stdio[3]?.once('data', (number: Buffer) => resolve(`:${String(number).trim()}`));
    screen.once('exit', () => reject(new Error('Xvfb ended before it showed a screen')));
  });
  const port = await freePort();
  const driver = spawn(findWebKitDriver() ?? 'WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'],
      DISPLAY: display,
      HOME: home,
      XDG_RUNTIME_DIR: home,
      LANG: 'C.UTF-8',
      // Root has no sandbox, and a screen without a graphics card no compositing.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      WEBKIT_DISABLE_DMABUF_RENDERER: '1',
    },
  });

  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } };
    if (!answer.ok) throw new Error(`${path}: ${value.error} ${value.message}`);
    return value;
  };
  await waitFor('the driver', () => call<{ ready: boolean }>('GET', '/status').catch(() => false));
  const { sessionId } = await call<{ sessionId: string }>('POST', '/session', {
    capabilities: {
      alwaysMatch: { 'webkitgtk:browserOptions': { binary: findMiniBrowser(), args: ['--automation'] } },
    },
  });
  const session = `/session/${sessionId}`;

  return {
    newPage: async () => pageOver((method, path, body) => call(method, `${session}${path}`, body)),
    close: async () => {
      await call('DELETE', session).catch(() => {});
      await end(driver);
      await end(screen);
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

type Command = <T>(method: string, path: string, body?: object) => Promise<T>;

/** The name that WebDriver gives to references to elements. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

const pageOver = (command: Command): EnginePage => ({
  open: (url) => command('POST', '/url', { url }),
  evaluate: async <T>(expression: string) => {
    // The driver cannot carry everything that JSON can.
    const script = `const done = arguments[arguments.length - 1];
      Promise.resolve().then(() => (${expression})).then(
        (value) => done(JSON.stringify({ value })), (error) => done(JSON.stringify({ error: String(error) })));`;
    const answer = await command<string>('POST', '/execute/async', { script, args: [] });
    const { value, error } = JSON.parse(answer) as { value: T; error?: string };
    if (error !== undefined) throw new Error(error);
    return value;
  },
  click: async (selector) => {
    const found = await command<Record<string, string>>('POST', '/element', { using: 'css selector', value: selector });
    await command('POST', `/element/${found[ELEMENT]}/click`, {});
  },
  type: async (text) => {
    // Not the command that sends keys to an element: that one moves the caret first.
    const keys = text.split('').flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    await command('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions: keys }] });
  },
  back: () => command('POST', '/back', {}),
  close: () => command('POST', '/url', { url: 'about:blank' }),
});

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}
