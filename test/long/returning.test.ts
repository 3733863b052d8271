import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, onTestFinished } from 'vitest';
import type { Timeline } from '../../src/admin/schemas/timeline.js';
import { ADMIN, ask, startGateway } from '../support/gateway/gateways.js';

/** `HERD_FACTOR=5` is the size that was promised: 10 000 clients. */
const FACTOR = Number(process.env['HERD_FACTOR'] ?? 1);
const COUNT = 2_000 * FACTOR;
/** Of 10 000 clients, each sends 4 KiB within nine seconds: 4.5 MB a second. A smaller herd does so in less time. */
const SPREAD_MS = Math.round((9_000 * COUNT) / 10_000);
const MAX_BYTES = 16 * 1_048_576;
const HERD = fileURLToPath(new URL('../support/gateway/returningClients.mjs', import.meta.url));

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const heapBytes = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

interface Told {
  /** From the first batch until all was answered. */
  readonly tookMs: number;
  readonly answersMs: readonly number[];
  readonly unanswered: number;
  readonly closed: number;
  readonly recordsEach: number;
}

/** The same herd on a gateway of its own: what its clients saw, and what the gateway kept. */
async function bringBack(hasRecords: boolean) {
  const { gateway, url, port } = await startGateway({
    admin: ADMIN,
    collect: { maxBytes: MAX_BYTES },
    admitPerSecond: 100_000,
    maxConnectionsPerAddress: Infinity,
  });
  const heapBefore = heapBytes();
  const herd = fork(HERD, [url, String(COUNT), String(SPREAD_MS), hasRecords ? 'yes' : 'no']);
  onTestFinished(() => void herd.kill('SIGKILL'));
  const [told] = (await once(herd, 'message')) as [Told];
  const heap = heapBytes() - heapBefore;
  const open = gateway.peers.size;
  // What was taken of all, by a sample of the sessions: not of those that ping, which are heard of until the end, and so
  // outlive the others where memory is full.
  const sample = Array.from({ length: 100 }, (_, index) => Math.floor((index * COUNT) / 100) + 7);
  let kept = 0;
  const accounted = new Set<number>();
  for (const index of sample) {
    const { status, text } = await ask(port, 'GET', `/heartbeat/sessions/session-${index}/timeline`, {
      token: ADMIN.viewerToken,
    });
    // The sessions that were silent for longest give way when memory is full.
    if (status !== 200) continue;
    const line = JSON.parse(text) as Timeline;
    const its = line.records.filter(({ side }) => side === 'client').length;
    kept += its;
    accounted.add(its + line.lost);
  }
  herd.kill('SIGKILL');
  await once(herd, 'exit');
  await gateway.close();
  return { ...told, heap, open, keptShare: kept / (told.recordsEach * sample.length), accounted };
}

const p99 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? 0;

it(
  `${COUNT} clients come back with their records: every ping is answered, none is closed, and memory stays within its bound`,
  async () => {
    const without = await bringBack(false);
    const withRecords = await bringBack(true);
    const [before, after] = [p99(without.answersMs), p99(withRecords.answersMs)];
    const megabytes = ({ heap }: { heap: number }): string => `${(heap / 1e6).toFixed(1)} MB of heap`;
    // Printed and not judged: the clients share the machine with the gateway, and have records to write as well.
    console.log(
      `${COUNT} clients: p99 of answers ${before.toFixed(1)} ms without records (${megabytes(without)}), ` +
        `${after.toFixed(1)} ms with them (${megabytes(withRecords)}), ${Math.round(withRecords.keptShare * 100)} % of them taken`,
    );
    for (const { closed, open, unanswered } of [without, withRecords]) {
      expect({ closed, open, unanswered }).toEqual({ closed: 0, open: COUNT, unanswered: 0 });
    }
    // A mebibyte in each second that began: the window before the first, and the one that was not over.
    const takenBytes = withRecords.keptShare * COUNT * 4_096;
    expect(takenBytes).toBeGreaterThan(0);
    expect(takenBytes).toBeLessThan((withRecords.tookMs / 1_000 + 3) * 1_048_576);
    // Of every session that is still known, what was not taken is counted.
    expect([...withRecords.accounted]).toEqual([withRecords.recordsEach]);
    expect(withRecords.heap - without.heap).toBeLessThan(MAX_BYTES);
  },
  120_000 * FACTOR,
);
