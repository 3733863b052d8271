import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll } from 'vitest';
// @ts-expect-error -- the demo's server is plain JavaScript
import { createBackend } from '../../../demo/server/backend.mjs';
// @ts-expect-error -- the demo's server is plain JavaScript
import { createDemo } from '../../../demo/server/demo.mjs';
// @ts-expect-error -- the demo's server is plain JavaScript
import { loadPage } from '../../../demo/server/page.mjs';
import { createHeartbeatGateway } from '../../../src/gateway/index.js';
import { QUIET } from '../gateway/gateways.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const folder = join(repository, '.cache/demo-page');

/** The page of `npm start`, from the sources of the package. A process of its own, because Vite builds for tests in one. */
const BUILD = `
  import { build } from 'vite';
  const source = (path) => ${JSON.stringify(join(repository, 'src/'))} + path;
  await build({
    configFile: 'demo/vite.config.ts',
    logLevel: 'error',
    resolve: {
      alias: [
        { find: /^heartbeat-socket\\/(styles|panels)\\.css$/, replacement: source('components/$1.css') },
        { find: /^heartbeat-socket\\/core$/, replacement: source('client/index.ts') },
        { find: /^heartbeat-socket$/, replacement: source('index.ts') },
      ],
    },
    build: { outDir: ${JSON.stringify(folder)} },
  });`;

interface Demo {
  handle(request: object, response: object): boolean;
  upgrade(request: object, tcp: object, head: object): void;
  close(): Promise<void>;
}

/**
 * The demo as `npm start` runs it, without its visitors, for a test file. Call it at the top of the file.
 *
 * @param lastsMs how long each fault lasts, milliseconds
 */
export function demoForFile(lastsMs: Readonly<Record<string, number>>): { readonly url: string } {
  let port = 0;
  beforeAll(async () => {
    const { NODE_ENV: _, VITEST: __, ...env } = process.env;
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', BUILD], { cwd: repository, env });
    const page = loadPage(folder) as (request: object, response: object) => void;
    const gateway = { path: '/ws', heartbeat: { intervalMs: 5_000, timeoutMs: 15_000 }, ...QUIET };
    const demo = createDemo(
      (onSocket: unknown) => createBackend(createHeartbeatGateway, gateway, onSocket) as unknown,
      lastsMs,
    ) as Demo;
    const server = createServer((request, response) => {
      if (!demo.handle(request, response)) page(request, response);
    });
    server.on('upgrade', (request, tcp, head) => demo.upgrade(request, tcp, head));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
    return async () => {
      await demo.close();
      server.close();
      server.closeAllConnections();
    };
  }, 60_000);
  return {
    get url() {
      return `http://127.0.0.1:${port}/`;
    },
  };
}
