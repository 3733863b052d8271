import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { packPackage, repository, type PackedPackage } from '../support/packaging/packedPackage.js';
import { startRedis } from '../support/network/redisServer.js';
import { waitFor } from '../support/waitFor.js';

let packed: PackedPackage;
beforeAll(async () => {
  packed = await packPackage();
  for (const name of ['ws', 'prom-client', 'ioredis'])
    symlinkSync(join(repository, 'node_modules', name), join(packed.app, 'node_modules', name), 'junction');
  cpSync(join(repository, 'ops/server.mjs'), join(packed.app, 'server.mjs'));
  mkdirSync(join(packed.app, 'state'));
});
afterAll(() => packed.remove());

const CASES = [
  ['alone', () => Promise.resolve({})],
  ['as one of several', async () => ({ REDIS_URL: (await startRedis()).url, RELEASE: 'first' })],
] as const;

it.each(CASES)('the server of ops/ serves %s, is scraped, drains at SIGTERM and ends', async (_, more) => {
  const env = {
    ...(await more()),
    PATH: process.env['PATH'],
    PORT: '0',
    ADMIN_PORT: '0',
    HOST: '127.0.0.1',
    ADMIN_HOST: '127.0.0.1',
    DRAIN_MS: '500',
  };
  const child = spawn(process.execPath, [join(packed.app, 'server.mjs')], { cwd: join(packed.app, 'state'), env });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stdout.on('data', (data: Buffer) => (said += data.toString()));
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  const ended = once(child, 'exit');
  await waitFor('its ports', () => said.includes('"admin"') || child.exitCode !== null);
  const { listening, admin } = JSON.parse(said.split('\n').find((line) => line.includes('"listening"')) ?? said) as {
    listening: { port: number };
    admin: { port: number };
  };
  const socket = new WebSocket(`ws://127.0.0.1:${listening.port}/ws`);
  onTestFinished(() => socket.terminate());
  const closed = once(socket, 'close');
  await once(socket, 'open');
  const metrics = await (await fetch(`http://127.0.0.1:${admin.port}/heartbeat/metrics`)).text();
  expect(metrics).toContain('heartbeat_connections 1\n');
  expect((await fetch(`http://127.0.0.1:${admin.port}/heartbeat/healthz`)).status).toBe(200);
  // The public port has no metrics.
  expect((await fetch(`http://127.0.0.1:${listening.port}/heartbeat/metrics`)).status).toBe(404);
  child.kill('SIGTERM');
  expect((await closed)[0]).toBe(1012);
  expect((await ended)[0]).toBe(0);
});
