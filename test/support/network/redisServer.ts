import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { freePort } from './freePort.js';
import { findRedis } from '../../../scripts/find-program.mjs';
import { waitFor } from '../waitFor.js';

/** A real Redis, and what can happen to it. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** One command, answered as the raw text of the protocol. */
  readonly command: (...words: string[]) => Promise<string>;
  /** SIGSTOP: connections stay open, nothing answers. */
  readonly stop: () => void;
  readonly resume: () => void;
  /** SIGKILL: all that it held is lost. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same port, with what it held at the last `SAVE`; without one, empty. */
  readonly restart: () => Promise<void>;
}

/** What releases a server: at the end of a test, or of a file. */
export type Release = (undo: () => Promise<void>) => void;

/**
 * Starts a Redis on a free loopback port, in memory only. It ends with the test.
 * @param config further lines of its configuration
 */
export async function startRedis(
  release: Release = onTestFinished,
  config: readonly string[] = [],
  kind: 'server' | 'sentinel' = 'server',
): Promise<RedisServer> {
  const path = findRedis();
  if (!path) throw new Error('redis-server is not installed: run `node scripts/ensure-test-tools.mjs`');
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'heartbeat-redis-'));
  const file = join(dir, 'redis.conf');
  const common = [`port ${port}`, 'bind 127.0.0.1', `dir ${dir}`, 'daemonize no', 'maxclients 500'];
  const inMemory = ['save ""', 'appendonly no', 'repl-diskless-sync-delay 0'];
  writeFileSync(file, `${[...common, ...(kind === 'server' ? inMemory : []), ...config].join('\n')}\n`);
  let child: ChildProcess;
  const start = async (): Promise<void> => {
    child = spawn(path, [file, ...(kind === 'sentinel' ? ['--sentinel'] : [])], { stdio: 'ignore' });
    await waitFor('redis-server to answer', async () => (await ask(port, ['PING'])).startsWith('+PONG'));
  };
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGCONT');
    child.kill('SIGKILL');
    await exited;
  };
  await start();
  release(async () => {
    await kill();
    rmSync(dir, { recursive: true, force: true });
  });
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    command: (...words) => ask(port, words),
    stop: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    kill,
    restart: async () => {
      await kill();
      await start();
    },
  };
}

/** Sends one command on a connection of its own; empty when Redis cannot be reached. */
async function ask(port: number, words: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (data: string) => (text += data));
  socket.on('error', () => {});
  const bulk = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('');
  socket.end(`*${words.length}\r\n${bulk}`);
  await new Promise((closed) => socket.once('close', closed));
  return text;
}
