import type { Findings } from './findings.js';
import type { Line } from './line.js';

const PING_EVERY_MS = 1_000;
const MAX_SAMPLES = 10_000;

/** Pings that keep a connection busy in both directions, and measure it. They end with the connection. */
export interface Pings {
  /** Null as long as none was answered. */
  readonly summary: () => Findings['rttMs'];
}

/** Sends control pings from now on. */
export function pingAgain(line: Line): Pings {
  const rtts: number[] = [];
  const sentAt = new Map<number, number>();
  let id = 0;
  const ping = (): void => {
    id += 1;
    // An unanswered ping is forgotten, so that a server that answers none costs no memory.
    sentAt.delete(id - MAX_SAMPLES);
    sentAt.set(id, performance.now());
    line.ping(id);
  };
  line.onPong.listener = (answered) => {
    const at = sentAt.get(answered);
    sentAt.delete(answered);
    if (at !== undefined && rtts.length < MAX_SAMPLES) rtts.push(performance.now() - at);
  };
  ping();
  const timer = setInterval(ping, PING_EVERY_MS);
  void line.ended.then(() => clearInterval(timer));
  return {
    summary() {
      const sorted = rtts.toSorted((left, right) => left - right);
      const at = (share: number): number =>
        Math.round((sorted[Math.floor((sorted.length - 1) * share)] ?? 0) * 10) / 10;
      return sorted.length === 0 ? null : { min: at(0), median: at(0.5), max: at(1), count: sorted.length };
    },
  };
}
