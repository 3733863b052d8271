import { expect, it, onTestFinished } from 'vitest';
import { handshake, join, rawSocket, startGateway, type TestClient } from '../../support/gateway/gateways.js';
import { clientFrame } from '../../support/gateway/mutations.js';
import { waitFor } from '../../support/waitFor.js';

/** The shortest interval an operator may ask for is a second: what is answered in half of it was never a missed heartbeat. */
const BOUND_MS = 500;
/** The peers send 200 pings a second. */
const ANSWERS = 300;
const GOOD_PEERS = 20;
const FLOODERS = 4;
/** More than the gateway reads at once. */
const FRAMES_A_WRITE = 10_000;

/** A client that floods: it connects again whenever it is closed, and writes whenever there is room. Returns the way to stop. */
function flood(port: number, frame: Buffer): () => void {
  const wave = Buffer.concat(Array.from({ length: FRAMES_A_WRITE }, () => frame));
  let isOn = true;
  const run = async (): Promise<void> => {
    if (!isOn) return;
    const socket = await rawSocket(port);
    const write = (): void => void (isOn && !socket.destroyed && socket.write(wave));
    socket.on('drain', write);
    socket.on('close', () => void run());
    socket.write(handshake());
    write();
  };
  const end = (): void => void (isOn = false);
  onTestFinished(end);
  void run();
  return end;
}

/** Pings ten times a second, which no well-behaved peer has to do, and notes how long each answer took. */
function pinging(client: TestClient, times: number[]): () => void {
  const sentAt = new Map<number, number>();
  let id = 0;
  client.socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as { type: string; id?: number };
    const at = frame.type === 'pong' ? sentAt.get(frame.id ?? -1) : undefined;
    if (at === undefined) return;
    times.push(performance.now() - at);
    sentAt.delete(frame.id ?? -1);
  });
  const timer = setInterval(() => {
    id += 1;
    sentAt.set(id, performance.now());
    client.send({ type: 'ping', id });
  }, 100);
  onTestFinished(() => clearInterval(timer));
  return () => clearInterval(timer);
}

it.each([
  ['pings', clientFrame(1, Buffer.from('{"type":"ping"}')), 1],
  ['control pings', clientFrame(9, Buffer.alloc(0)), 1],
  ['messages, whose rate is up to the application', clientFrame(1, Buffer.from('hello')), 0],
])('answers other peers within half a second during a flood of %s', async (_what, frame, leastClosed) => {
  const { gateway, port, url } = await startGateway({ admitPerSecond: Number.POSITIVE_INFINITY });
  const good = await Promise.all(Array.from({ length: GOOD_PEERS }, () => join(url)));
  const times: number[] = [];
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const ends = Array.from({ length: FLOODERS }, () => flood(port, frame));
  await waitFor('the flood', () => gateway.peers.size > GOOD_PEERS || gateway.stats().closed.rate_limited > 0);
  const stops = good.map((client) => pinging(client, times));
  await waitFor('the answers', () => times.length >= ANSWERS);
  stops.forEach((stop) => stop());
  ends.forEach((end) => end());

  // The flood keeps this process busy: what other processes take of the machine, it takes longer.
  const { user, system } = process.cpuUsage(cpuBefore);
  const share = (user + system) / 1_000 / (performance.now() - startedAt);
  const p99 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Infinity;
  expect(p99 * Math.min(1, share)).toBeLessThan(BOUND_MS);
  expect(good.filter(({ closeCode }) => closeCode !== null)).toEqual([]);
  expect(gateway.stats().closed.rate_limited).toBeGreaterThanOrEqual(leastClosed);
});
