import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { findHaproxy } from '../../../scripts/find-program.mjs';
import { waitFor } from '../waitFor.js';
import { freePort } from './freePort.js';

export interface HaproxyOptions {
  /** Where the WebSocket server listens, on loopback. */
  readonly upstreamPort: number;
  /** An upgraded connection is cut after this long without a byte in either direction. */
  readonly tunnelSeconds: number;
}

/** Starts a real HAProxy in front of a WebSocket server; resolves to its port once it answers. It ends with the test. */
export async function startHaproxy({ upstreamPort, tunnelSeconds }: HaproxyOptions): Promise<{ port: number }> {
  const path = findHaproxy();
  if (!path) throw new Error('HAProxy is not installed: run `node scripts/ensure-test-tools.mjs`');
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'heartbeat-haproxy-'));
  writeFileSync(
    join(dir, 'haproxy.cfg'),
    `
global
  maxconn 4096
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  timeout tunnel ${tunnelSeconds}s
frontend front
  bind 127.0.0.1:${port}
  monitor-uri /.answers
  default_backend gateways
backend gateways
  server one 127.0.0.1:${upstreamPort}
`,
  );
  const child = spawn(path, ['-db', '-f', join(dir, 'haproxy.cfg')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.on('error', (error) => (stderr += String(error)));
  onTestFinished(async () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(dir, { recursive: true, force: true });
  });
  await waitFor(`HAProxy to answer: ${stderr}`, async () => {
    if (child.exitCode !== null || child.pid === undefined) throw new Error(`HAProxy ended by itself: ${stderr}`);
    return fetch(`http://127.0.0.1:${port}/.answers`).then(
      ({ ok }) => ok,
      () => false,
    );
  });
  return { port };
}
