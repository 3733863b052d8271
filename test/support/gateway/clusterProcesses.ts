import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';
import { ADMIN, ask } from './gateways.js';

/** How a gateway process is started. */
export interface ProcessOptions {
  readonly redisPort: number;
  /** The port is that of a Sentinel, which knows the Redis of this name. */
  readonly sentinelName?: string;
  readonly library?: 'ioredis' | 'redis';
  readonly generation?: string;
  readonly port?: number;
  readonly statePath?: string;
  readonly admitPerSecond?: number;
  readonly intervalMs?: number;
}

/** One of several gateways, as a process. */
export interface GatewayProcess {
  readonly id: string;
  readonly port: number;
  readonly child: ChildProcess;
  readonly kill: (signal: NodeJS.Signals) => Promise<void>;
  /** The most connections that came in one second. */
  readonly busiestSecond: () => Promise<number>;
  readonly ask: (method: string, path: string, body?: object, version?: number) => Promise<Asked>;
}

/** An answer of the admin interface. */
export interface Asked {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look at what the schemas hold already
  readonly json: any;
}

/** Builds the fixture, inside the repository, so that it finds its packages. To be called once a file. */
export async function bundleClusterGateway(): Promise<string> {
  mkdirSync(fileURLToPath(new URL('../../../.cache', import.meta.url)), { recursive: true });
  const outfile = fileURLToPath(new URL(`../../../.cache/clusterGateway-${process.pid}.mjs`, import.meta.url));
  const entry = fileURLToPath(new URL('clusterGateway.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
  return outfile;
}

/** Starts one gateway; it ends with the test. */
export async function startGatewayProcess(script: string, options: ProcessOptions): Promise<GatewayProcess> {
  const given = JSON.stringify({ library: 'ioredis', generation: 'one', ...options });
  const child = fork(script, [given], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [started] = (await once(child, 'message')) as [{ id: string; port: number }];
  const { id, port } = started;
  return {
    id,
    port,
    child,
    async kill(signal) {
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    },
    async busiestSecond() {
      const answered = once(child, 'message') as Promise<[{ busiestSecond: number }]>;
      child.send('busiestSecond');
      return (await answered)[0].busiestSecond;
    },
    async ask(method, path, body, version) {
      const { status, text } = await ask(port, method, `/heartbeat${path}`, {
        token: ADMIN.operatorToken,
        ...(body && { body: JSON.stringify(body) }),
        ...(version !== undefined && { headers: { 'If-Match': `"${version}"` } }),
      });
      return { status, json: text === '' ? null : JSON.parse(text) };
    },
  };
}
