import { withSample, type Latency } from './latency.js';
import { LATE_MS } from './options.js';
import type { Liveness, Open } from './state.js';
import { msSince, record, type Step } from './step.js';

/** A timer that is this late was held back by sleep, or by a browser that throttles a hidden page. */
const WAKE_MS = 10_000;
/** Bounds of the pong deadline: no network is suspected within a second, and no person waits longer than five. */
const MIN_PATIENCE_MS = 1_000;
const MAX_PATIENCE_MS = 5_000;
/** Added to what the round trips say, because timers and the other side's event loop are late too. */
const PATIENCE_MARGIN_MS = 250;
/** How many unanswered pings are remembered for their round-trip times; older ones are too old to measure by. */
const MAX_OUTSTANDING = 8;

/** A socket that was never pinged. */
export const UNPINGED: Liveness = {
  pingAt: null,
  unansweredAt: null,
  pongDueAt: null,
  patienceMs: MAX_PATIENCE_MS,
  missedInRow: 0,
  outstanding: [],
  owed: 0,
  nextId: null,
};

/** When the other side's silence is judged, monotonic ms; null while no ping is unanswered. */
export const verdictDueAt = ({ unansweredAt, pongDueAt, settings }: Open): number | null =>
  unansweredAt === null ? null : Math.min(unansweredAt + settings.timeoutMs, pongDueAt ?? Infinity);

/** Sends a ping, and starts to wait for its pong. */
export function sendPing(state: Open, step: Step): Open {
  const { unansweredAt, nextId, latency, settings, outstanding } = state;
  const id = nextId ?? undefined;
  const patienceMs = unansweredAt === null ? firstPatienceMs(latency) : state.patienceMs;
  const isAdaptive = step.config.heartbeat?.detection === 'adaptive';
  step.effects.push({ type: 'ping.send', id });
  record(step, 'ping.sent', { id });
  return {
    ...state,
    patienceMs,
    pingAt: nextPingAt(settings.intervalMs, step),
    unansweredAt: unansweredAt ?? step.at,
    pongDueAt: isAdaptive ? (state.pongDueAt ?? step.at + patienceMs) : null,
    outstanding: [...outstanding, { id, sentAt: step.at }].slice(-MAX_OUTSTANDING),
    owed: state.owed + 1,
    nextId: nextId && nextId + 1,
  };
}

/** One ping at once, because someone asks; none if there was one in this very moment. */
export function probe(state: Open, reason: string, step: Step): Open {
  if (!step.config.heartbeat || state.outstanding.at(-1)?.sentAt === step.at) return state;
  record(step, 'probe.started', { reason });
  return sendPing(state, step);
}

/** The time for the next ping has come. Fixed detection: a ping that is unanswered by now is a missed heartbeat. */
export function pingDue(state: Open, heardAt: number, step: Step): Open {
  const heard = withLife(state, heardAt);
  const lateMs = msSince(state.pingAt ?? step.at, step);
  if (lateMs >= LATE_MS) return doubtOurselves(heard, lateMs, step);
  return sendPing(heard.pongDueAt === null ? countMiss(heard, step) : heard, step);
}

/**
 * The time for the verdict has come.
 * @returns the state of a connection that lives on, with a probe sent after a miss; null: it is dead, and recorded as such
 */
export function judge(state: Open, heardAt: number, step: Step): Open | null {
  const heard = withLife(state, heardAt);
  const { unansweredAt, pongDueAt, settings } = heard;
  if (unansweredAt === null) return heard;
  const lateMs = msSince(verdictDueAt(heard) ?? step.at, step);
  if (lateMs >= LATE_MS) return doubtOurselves(heard, lateMs, step);

  const { timeoutMs } = settings;
  // A timeout that ends before the miss would have been counted counts it.
  const isMissed = (pongDueAt !== null && step.at >= pongDueAt) || heard.missedInRow === 0;
  const judged = isMissed ? countMiss(heard, step) : heard;
  const maxMissed = step.config.heartbeat?.maxMissed ?? Infinity;
  if (step.at >= unansweredAt + timeoutMs || judged.missedInRow >= maxMissed) {
    const silentMs = msSince(Number.isFinite(heardAt) ? heardAt : unansweredAt, step);
    record(step, 'heartbeat.timeout', { silentMs, timeoutMs });
    return null;
  }
  const patienceMs = judged.patienceMs * 2;
  return { ...probe(judged, 'missed', step), patienceMs, pongDueAt: step.at + patienceMs };
}

/** Any frame came in: the other side lives, and what it was asked before counts as answered. */
export const revive = (state: Open): Open =>
  state.unansweredAt === null && state.missedInRow === 0
    ? state
    : { ...state, unansweredAt: null, pongDueAt: null, missedInRow: 0 };

/** A pong came in: life, and the round-trip time where it is certain which ping it answers (Karn's rule). */
export function takePong(state: Open, id: number | undefined, step: Step): Open {
  const { outstanding, owed, latency } = state;
  // A socket keeps order, so a pong without an id answers the oldest ping; which one is certain only when one is owed.
  const index =
    id === undefined ? Math.min(0, outstanding.length - 1) : outstanding.findIndex((ping) => ping.id === id);
  const answered = outstanding[index];
  const rttMs = answered && (id !== undefined || owed === 1) ? step.at - answered.sentAt : undefined;
  const left = answered ? outstanding.slice(index + 1) : outstanding;
  record(step, 'pong.received', { id, rttMs: rttMs && Math.round(rttMs * 10) / 10 });
  return {
    ...revive(state),
    outstanding: left,
    owed: id === undefined ? Math.max(0, owed - 1) : left.length,
    latency: rttMs === undefined ? latency : withSample(latency, rttMs),
  };
}

/** The timing changed: a ping that would come later than the new interval allows is brought forward. */
export const retime = (state: Open, step: Step): Open =>
  state.pingAt === null
    ? state
    : { ...state, pingAt: Math.min(state.pingAt, nextPingAt(state.settings.intervalMs, step)) };

/** Healthy connections do not tell the machine of every frame; their timers bring along when the last one came. */
const withLife = (state: Open, heardAt: number): Open =>
  state.unansweredAt !== null && heardAt > state.unansweredAt ? revive(state) : state;

function countMiss(state: Open, step: Step): Open {
  if (state.unansweredAt === null) return state;
  const missedInRow = state.missedInRow + 1;
  record(step, 'heartbeat.missed', { missedInRow, silentMs: msSince(state.unansweredAt, step) });
  return { ...state, missedInRow };
}

/** We were late ourselves, which proves nothing about the other side: one fresh ping, and only that may time out. */
function doubtOurselves(state: Open, lateMs: number, step: Step): Open {
  if (lateMs >= WAKE_MS) record(step, 'clock.wake', { gapMs: lateMs });
  else record(step, 'clock.late', { lateMs });
  return sendPing({ ...state, unansweredAt: null, pongDueAt: null }, step);
}

/** Jacobson and Karels' retransmission timeout (RFC 6298), with a margin; before the first sample the upper bound. */
const firstPatienceMs = (latency: Latency | null): number =>
  latency
    ? Math.min(
        Math.max(latency.smoothedMs + 4 * latency.jitterMs + PATIENCE_MARGIN_MS, MIN_PATIENCE_MS),
        MAX_PATIENCE_MS,
      )
    : MAX_PATIENCE_MS;

/** Each interval is drawn from 0.9 to 1 ×, so that clients which connected together do not ping together for ever. */
const nextPingAt = (intervalMs: number, { at, random }: Step): number => at + intervalMs * (0.9 + random / 10);
