import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { waitFor } from '../support/waitFor.js';

const COUNT = 1_000;
const OVER_MS = 6_000;

/** The fixture as a process of its own. It stays inside the repository, so that it finds its packages. */
async function startServer() {
  const outfile = fileURLToPath(new URL('../../.cache/drainingServer.mjs', import.meta.url));
  mkdirSync(fileURLToPath(new URL('../../.cache', import.meta.url)), { recursive: true });
  const entry = fileURLToPath(new URL('../support/gateway/drainingServer.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
  const child = spawn(process.execPath, [outfile, String(OVER_MS)], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => lines.push(...text.split('\n').filter(Boolean)));
  await waitFor('the port', () => lines.length > 0);
  return { child, lines, port: Number(lines[0]) };
}

it('SIGTERM with 1 000 clients: 503 at once, 1012 spread evenly, no client terminated, the process ends in time', async () => {
  const { child, lines, port } = await startServer();
  const ends: { at: number; code: number }[] = [];
  let open = 0;
  const sockets = Array.from({ length: COUNT }, () => new WebSocket(`ws://127.0.0.1:${port}/ws`));
  onTestFinished(() => sockets.forEach((socket) => socket.terminate()));
  for (const socket of sockets) {
    socket.on('error', () => {});
    socket.on('open', () => (open += 1));
    socket.on('close', (code) => ends.push({ at: performance.now(), code }));
  }
  await waitFor('all are connected', () => open === COUNT);
  // On a busy machine time stands still for a while, for this process as for the other.
  const stalls = monitorEventLoopDelay();
  stalls.enable();

  const exit = once(child, 'exit');
  const startedAt = performance.now();
  child.kill('SIGTERM');
  await waitFor('readiness', async () => (await fetch(`http://127.0.0.1:${port}/heartbeat/healthz`)).status === 503);
  expect(ends.length).toBeLessThan(COUNT / 2);
  const late = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  const refusal = await new Promise<number | undefined>((resolve) => {
    late.on('error', () => {});
    late.on('unexpected-response', (_request, response) => resolve(response.statusCode));
  });
  expect(refusal).toBe(503);

  await exit;
  const stalledMs = stalls.max / 1e6;
  expect(performance.now() - startedAt).toBeLessThan(OVER_MS + 2_000 + 5 * stalledMs);
  await waitFor('all have heard', () => ends.length === COUNT);
  expect(new Set(ends.map(({ code }) => code))).toEqual(new Set([1012]));
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ drain: COUNT, heartbeat_timeout: 0, abnormal: 0 });
  const perSecond = new Map<number, number>();
  for (const { at } of ends) {
    const second = Math.floor((at - startedAt) / 1_000);
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
  }
  // None of these clients knows how to leave, so they are closed in the four seconds after those that do could have.
  expect(Math.max(...perSecond.values())).toBeLessThan(((1.5 * COUNT) / 4) * (1 + stalledMs / 1_000));
}, 60_000);
