import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { createHeartbeatSocket } from '../../src/client/createHeartbeatSocket.js';
import { createHeartbeatGateway, type HeartbeatGateway } from '../../src/gateway/index.js';
import { waitFor } from '../support/waitFor.js';
import { bundlers } from '../support/packaging/bundlers.js';
import { packPackage, type PackedPackage } from '../support/packaging/packedPackage.js';

const CONDITION = 'platform-websocket';
/** A sentence of reconnecting-websocket, which no minifier changes. */
const LIBRARY = 'No valid WebSocket class provided';

let packed: PackedPackage;
let gateway: HeartbeatGateway;
beforeAll(async () => {
  packed = await packPackage();
  writeFileSync(join(packed.app, 'app.js'), "export { createHeartbeatSocket } from 'heartbeat-socket/core';\n");
  gateway = createHeartbeatGateway({ port: 0, host: '127.0.0.1', configFile: false, env: {} });
  gateway.on('connection', (socket) => socket.on('message', () => socket.send('hello yourself')));
  await gateway.ready;
});
afterAll(async () => {
  packed.remove();
  await gateway.close();
});

/** What the client in a bundle hears of a gateway that welcomes and answers. */
async function answerThrough(bundle: string): Promise<unknown> {
  const app = (await import(/* @vite-ignore */ pathToFileURL(bundle).href)) as {
    createHeartbeatSocket: typeof createHeartbeatSocket;
  };
  const socket = app.createHeartbeatSocket(`ws://127.0.0.1:${gateway.address()?.port}/ws`, { WebSocket });
  const heard: unknown[] = [];
  socket.onMessage((data) => heard.push(data));
  socket.connect();
  await waitFor('the welcome', () => socket.store.getState().gatewayId === gateway.id);
  socket.send('hello');
  await waitFor('the answer', () => heard.length > 0);
  socket.destroy();
  return heard[0];
}

describe.each(Object.entries(bundlers))('the packed package, in a bundle of %s', (name, bundler) => {
  const bundle = async (conditions: readonly string[]): Promise<{ file: string; code: string }> => {
    const folder = join(packed.app, `${name}-${conditions.join() || 'default'}`);
    await bundler(packed.app, folder, conditions);
    const file = join(folder, 'app.js');
    return { file, code: readFileSync(file, 'utf8') };
  };
  let usual: Awaited<ReturnType<typeof bundle>>;
  let chosen: Awaited<ReturnType<typeof bundle>>;
  beforeAll(async () => {
    usual = await bundle([]);
    chosen = await bundle([CONDITION]);
  });

  it('has reconnecting-websocket, and connects', async () => {
    expect(usual.code.includes(LIBRARY)).toBe(true);
    expect(await answerThrough(usual.file)).toBe('hello yourself');
  });

  it(`under the condition ${CONDITION} has none of it, is smaller, and connects`, async () => {
    expect(chosen.code.includes(LIBRARY)).toBe(false);
    expect(gzipSync(usual.code).length - gzipSync(chosen.code).length).toBeGreaterThan(100);
    expect(await answerThrough(chosen.file)).toBe('hello yourself');
  });
});

describe('the packed package, in Node', () => {
  const transportUnder = async (...args: string[]): Promise<string> => {
    const script = `
      import { createRequire } from 'node:module';
      console.log(createRequire(${JSON.stringify(join(packed.folder, 'dist/index.js'))}).resolve('#transport'));
      await import('heartbeat-socket/core');`;
    const { stdout } = await promisify(execFile)(process.execPath, [...args, '--input-type=module', '--eval', script], {
      cwd: packed.app,
    });
    return stdout;
  };

  it('takes the condition too', async () => {
    expect(await transportUnder()).toContain('reconnectingWebSocketTransport.js');
    expect(await transportUnder(`--conditions=${CONDITION}`)).toContain('platformTransport.js');
  });
});
