import { createClient } from './client.mjs';
import { createEventQueue } from './eventQueue.mjs';
import { createRandom } from './random.mjs';

/** Attempts are counted by bins this wide. */
const BIN_MS = 100;
const HORIZON_MS = 20 * 60_000;

/**
 * Lets `count` clients lose one server at time 0 and come back to it.
 * @param schedule one of schedules.mjs
 * @param hint the window that a draining gateway gives, if it does
 * @param handover the old gateway stays until all clients have left it, and its successor is up at once
 */
export function runHerd({ count, outageMs, admitsPerSecond, schedule, hint, handover = false, seed = 1 }) {
  const queue = createEventQueue();
  const random = createRandom(seed);
  const between = (from, to) => from + random() * (to - from);
  const bins = new Map();
  const backAt = new Map();
  const arrivals = { all: 0, sinceUp: 0 };
  const upAt = handover ? 0 : outageMs;
  const admit = admission(upAt, admitsPerSecond);
  let isSetUp = true;

  // A dial takes half a round trip to arrive, and its answer the other half.
  const dialed = (client, socketId, at) => {
    if (isSetUp) return;
    const halfMs = between(5, 40);
    queue.push(at + halfMs, (arrivedAt) => {
      arrivals.all += 1;
      const bin = Math.floor(arrivedAt / BIN_MS);
      bins.set(bin, (bins.get(bin) ?? 0) + 1);
      const isIn = admit(arrivedAt);
      queue.push(arrivedAt + halfMs, (answeredAt) => {
        client.send(isIn ? { type: 'socket.opened', socketId } : refused(socketId), answeredAt);
        if (client.phase === 'open' && !backAt.has(client)) backAt.set(client, answeredAt);
      });
    });
  };

  const clients = Array.from({ length: count }, () => {
    const client = createClient({ queue, random, delayOf: schedule(random), dialed });
    client.send({ type: 'user.connected' }, -60_000);
    client.send({ type: 'socket.opened', socketId: client.socketId }, -60_000);
    const { socketId } = client;
    if (hint) client.send({ type: 'drain.received', socketId, hint, reason: 'restart' }, 0);
    if (!handover) queue.push(between(20, 200), (at) => client.send(refused(socketId, hint ? 1012 : 1006), at));
    return client;
  });
  isSetUp = false;

  for (let next = queue.pop(); next && next.at <= HORIZON_MS && backAt.size < count; next = queue.pop()) {
    next.happen(next.at);
  }
  const times = [...backAt.values()].toSorted((a, b) => a - b);
  const perSecond = new Map();
  for (const [bin, arrived] of bins) {
    const second = Math.floor((bin * BIN_MS) / 1_000);
    perSecond.set(second, (perSecond.get(second) ?? 0) + arrived);
  }
  const peakOf = (counts, widthMs, fromMs) =>
    Math.max(0, ...[...counts].filter(([bin]) => bin * widthMs >= fromMs).map(([, arrived]) => arrived));
  return {
    peak100: peakOf(bins, BIN_MS, 0) / ((admitsPerSecond * BIN_MS) / 1_000),
    peak100Up: peakOf(bins, BIN_MS, upAt) / ((admitsPerSecond * BIN_MS) / 1_000),
    peakSecondUp: peakOf(perSecond, 1_000, upAt) / admitsPerSecond,
    back50Ms: times[Math.ceil(count * 0.5) - 1] ?? Infinity,
    back99Ms: times[Math.ceil(count * 0.99) - 1] ?? Infinity,
    attemptsPerClient: arrivals.all / count,
    failed: clients.filter(({ phase }) => phase === 'failed').length,
    stranded: count - backAt.size,
    times,
  };
}

const refused = (socketId, code = 1006) => ({ type: 'socket.closed', socketId, code, reason: '', wasClean: false });

/** Admits a steady number a second, a tenth of a second's worth at once, and none before it is up. */
function admission(upAt, perSecond) {
  const most = Math.max(1, perSecond / 10);
  let tokens = most;
  let last = upAt;
  return (at) => {
    if (at < upAt) return false;
    tokens = Math.min(most, tokens + ((at - last) * perSecond) / 1_000);
    last = at;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
