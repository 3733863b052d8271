// Simulated visitors, so that the operators' page is alive at once: real clients of this package over real sockets, behind
// networks that behave as networks do. Seeded: each run has the same people.
import { createHeartbeatSocket, sendRecords } from 'heartbeat-socket/core';
import { WebSocket } from 'ws';
import { createSlowSocket } from './slowSocket.mjs';

/** More would make the machine the subject. */
const MAX_VISITORS = 1_000;
/** They come one after the other, as people do. */
const ARRIVE_WITHIN_MS = 20_000;
const TROUBLE_EVERY_MS = 4_000;

/**
 * Kinds of networks: how far away, how unsteady, and how often something happens to one of its people. `trouble` is what:
 * a `cut` is a reset, `silence` a tunnel, after which what was held up arrives.
 */
const NETWORKS = [
  { name: '10.20', share: 0.34, delayMs: 12, spreadMs: 10, risk: 0.1, trouble: 'cut' },
  { name: '10.44', share: 0.22, delayMs: 24, spreadMs: 18, risk: 0.1, trouble: 'cut' },
  { name: '172.16', share: 0.3, delayMs: 48, spreadMs: 60, risk: 0.35, trouble: 'silence' },
  { name: '192.168', share: 0.14, delayMs: 90, spreadMs: 140, risk: 0.45, trouble: 'silence' },
];
const AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
];

/** The number after `--visitors`; none without it. */
export function readVisitors(args, fail) {
  const at = args.indexOf('--visitors');
  if (at === -1) return 0;
  const count = Number(args[at + 1]);
  if (Number.isInteger(count) && count >= 0 && count <= MAX_VISITORS) return count;
  return fail(`heartbeat-socket demo: --visitors takes an integer from 0 to ${MAX_VISITORS}`);
}

/** Lets visitors come. Returns a function that lets all of them leave. */
export function startVisitors(url, count) {
  const random = seeded(7);
  const visitors = Array.from({ length: count }, (_, index) => toVisitor(url, index, random));
  const timers = visitors.map(({ socket }) => setTimeout(() => socket.connect(), random() * ARRIVE_WITHIN_MS));
  const trouble = setInterval(() => strike(visitors, random), TROUBLE_EVERY_MS);
  return () => {
    for (const timer of timers) clearTimeout(timer);
    clearInterval(trouble);
    for (const { socket } of visitors) socket.destroy();
  };
}

function toVisitor(url, index, random) {
  const network = pick(NETWORKS, random());
  const link = { delayMs: network.delayMs + random() * network.spreadMs, spreadMs: network.spreadMs, live: null };
  const headers = {
    'X-Forwarded-For': `${network.name}.${index % 16}.${10 + (index % 240)}`,
    'User-Agent': AGENTS[Math.floor(random() * AGENTS.length)],
  };
  const socket = createHeartbeatSocket(url, {
    WebSocket: createSlowSocket(WebSocket, { headers, link, random }),
    telemetry: sendRecords(),
  });
  return { socket, link, network };
}

/** Something happens to one person, most often where the network is bad. */
function strike(visitors, random) {
  const visitor = visitors[Math.floor(random() * visitors.length)];
  if (!visitor?.link.live || random() > visitor.network.risk) return;
  if (visitor.network.trouble === 'cut') visitor.link.live.cut();
  else visitor.link.live.hold(4_000 + random() * 16_000);
}

function pick(networks, chance) {
  let rest = chance;
  return networks.find(({ share }) => (rest -= share) < 0) ?? networks[0];
}

/** A linear congruential generator: the same numbers in every run. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
