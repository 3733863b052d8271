import { spawn, type ChildProcess } from 'node:child_process';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import type { ToldRecord } from '../support/client/toldRecord.js';
import { startChaosProxy, type ChaosProxy } from '../support/network/chaosProxy.js';
import { startEchoServer } from '../support/network/echoServer.js';
import { scriptOf } from '../support/scriptOf.js';
import { sleep, waitFor } from '../support/waitFor.js';

const STOPPED_MS = 8_000;
const KNOWN_WITHIN_MS = 1_500;
/** What it waits for a pong where round trips are short; a busy machine teaches it to wait longer. */
const PATIENCE_MS = 750;
const OPTIONS = { heartbeat: { intervalMs: 1_000, timeoutMs: 3_000 } };

interface Stoppable {
  readonly child: ChildProcess;
  readonly proxy: ChaosProxy;
  readonly records: ToldRecord[];
}

let script: string;
beforeAll(async () => {
  script = await scriptOf(new URL('../support/client/toldClient.ts', import.meta.url));
});

const now = (): number => Number(process.hrtime.bigint()) / 1e6;

/** A client in a process of its own, with a path of its own, that knows how fast its server answers. */
async function start(port: number): Promise<Stoppable> {
  const proxy = await startChaosProxy({ target: { port } });
  const child = spawn(process.execPath, [script, `${proxy.url}/`, JSON.stringify(OPTIONS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const records: ToldRecord[] = [];
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (data: string) => {
    const lines = (text + data).split('\n');
    text = lines.pop() ?? '';
    records.push(...lines.map((line) => JSON.parse(line) as ToldRecord));
  });
  await waitFor('three pongs', () => records.filter(({ kind }) => kind === 'pong.received').length >= 3);
  return { child, proxy, records };
}

/** Stops all processes for eight seconds, and tells when they went on. */
async function stop(clients: readonly Stoppable[], meanwhile: () => void): Promise<number> {
  for (const { child } of clients) child.kill('SIGSTOP');
  meanwhile();
  await sleep(STOPPED_MS);
  const at = now();
  for (const { child } of clients) child.kill('SIGCONT');
  return at;
}

it('a process that was stopped soon knows that its connection died meanwhile, and has no doubt about one that lives', async () => {
  const { port } = await startEchoServer();
  const clients = await Promise.all(Array.from({ length: 6 }, () => start(port)));
  const dying = clients.slice(0, 3);
  const living = clients.slice(3);
  const wokenAt = await stop(clients, () => dying.forEach(({ proxy }) => proxy.blackhole()));

  const verdictOf = ({ records }: Stoppable) => records.find(({ kind }) => kind === 'heartbeat.timeout');
  await waitFor('all to know', () => dying.every(verdictOf));
  const known = dying.map((client) => {
    const { at, lateMs, pongMs } = verdictOf(client) as ToldRecord;
    const awakeAt = client.records.find((record) => record.at > wokenAt)?.at ?? wokenAt;
    const excusedMs = lateMs + awakeAt - wokenAt + Math.max(0, pongMs - PATIENCE_MS);
    return { afterMs: Math.round(at - wokenAt), excusedMs: Math.round(excusedMs) };
  });
  console.log(`after waking, ms: ${known.map((each) => `${each.afterMs} (excused ${each.excusedMs})`).join(', ')}`);
  for (const { afterMs, excusedMs } of known) expect(afterMs).toBeLessThan(KNOWN_WITHIN_MS + excusedMs);

  const pongsSince = ({ records }: Stoppable) =>
    records.filter(({ kind, at }) => kind === 'pong.received' && at > wokenAt).length;
  await waitFor('the others to go on', () => living.every((client) => pongsSince(client) >= 3));
  for (const { records } of living) {
    const kinds = records.map(({ kind }) => kind);
    expect(kinds).toContain('clock.late');
    expect(kinds.filter((kind) => kind === 'heartbeat.missed' || kind === 'connection.closed')).toEqual([]);
  }
}, 60_000);
