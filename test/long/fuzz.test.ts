import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { handshake, join, startGateway } from '../support/gateway/gateways.js';
import { settledHeap } from '../support/gateway/heap.js';
import { brokenFrame, mutatedMessage, mutatedUpgrade, seeded } from '../support/gateway/mutations.js';
import { waitFor } from '../support/waitFor.js';

// FUZZ_SEED tries other bytes. The title says which seed it was, so that a failure can be repeated.
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_120);
const factor = Number(process.env['FUZZ_FACTOR'] ?? 3);
const FRAMES = 1_000_000 * factor;
const UPGRADES = 10_000 * factor;
const FRAMES_PER_CONNECTION = 100;
const AT_ONCE = 32;
const BUDGET_MS = 120_000 * factor;

/** Writes, half-closes, and waits for the other side to end it, at most two seconds. */
function deliver(port: number, bytes: Buffer): Promise<'ended' | 'hung'> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    const timer = setTimeout(() => (socket.destroy(), resolve('hung')), 10_000);
    socket.on('error', () => {});
    socket.resume();
    socket.on('close', () => {
      clearTimeout(timer);
      resolve('ended');
    });
  });
}

async function inParallel(count: number, act: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      // oxlint-disable-next-line no-await-in-loop -- one after the other, in each of the lines
      await act(next);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

it(
  `${FRAMES} mutated frames and ${UPGRADES} mutated upgrades (FUZZ_SEED=${seed}) trouble no other client`,
  async () => {
    const random = seeded(seed);
    const world = await startGateway({
      heartbeat: { intervalMs: 200, timeoutMs: 4_000 },
      maxPingsPerSecond: 1_000_000,
      admitPerSecond: Number.POSITIVE_INFINITY,
    });
    const { gateway, url, port, events } = world;
    let delivered = 0;
    gateway.on('connection', (socket) => socket.on('message', () => (delivered += 1)));
    const bystander = await join(url);
    // Records of a million pings are none of ours to keep.
    gateway.on('event', () => void events.splice(0));
    const heapBefore = settledHeap();
    let frames = 0;
    let hung = 0;

    await inParallel(UPGRADES, async () => {
      hung += (await deliver(port, mutatedUpgrade(random))) === 'hung' ? 1 : 0;
    });
    await inParallel(Math.ceil(FRAMES / FRAMES_PER_CONNECTION), async () => {
      const parts: Buffer[] = [Buffer.from(handshake())];
      for (let count = 1; count < FRAMES_PER_CONNECTION; count += 1) {
        const message = mutatedMessage(random);
        parts.push(...message);
        count += message.length - 1;
      }
      parts.push(brokenFrame(random));
      frames += parts.length - 1;
      hung += (await deliver(port, Buffer.concat(parts))) === 'hung' ? 1 : 0;
    });

    expect(frames).toBeGreaterThanOrEqual(FRAMES);
    // They did arrive: most were parsed, and passed on as none of ours or answered.
    const { counters } = gateway.stats();
    expect(delivered + counters.pingsReceived + counters.pongsReceived).toBeGreaterThan(FRAMES / 4);
    expect(hung).toBe(0);
    await waitFor('all of them gone', () => gateway.peers.size === 1, 10_000);
    expect(bystander.closeCode).toBeNull();
    expect(gateway.stats().counters.timeouts).toBe(0);
    expect([...gateway.peers][0]?.missedInRow).toBe(0);
    bystander.send('{"type":"ping","id":77}');
    await waitFor('an answer', () => bystander.frames('pong').some(({ id }) => id === 77));
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(settledHeap() - heapBefore).toBeLessThan(30_000_000);
  },
  BUDGET_MS,
);
