import type { MachineEvent } from '../event.js';
import { withSample, type Latency } from '../latency.js';
import { LATE_MS } from '../options.js';
import type { Liveness, Open, Session } from '../state.js';
import { msSince, record, type Step } from '../step.js';

/** A timer that is this late was held back by sleep, or by a browser that throttles a hidden page. */
const WAKE_MS = 10_000;
/**
 * Bounds of the deadline for a pong: no network is suspected within one second, and no person waits longer than five.
 */
const MIN_PATIENCE_MS = 1_000;
const MAX_PATIENCE_MS = 5_000;
/** Added to what the round trips say, because timers and the other side's event loop are late too. */
const PATIENCE_MARGIN_MS = 250;
/** After the miss that would be the verdict, frames that wait unread behind a busy thread get this long. */
const UNREAD_MS = 250;
/** How many unanswered pings are remembered for their round-trip times; older ones are too old to measure by. */
const MAX_OUTSTANDING = 8;

/** What is known of a socket that has just opened. */
export const unpinged = (at: number): Liveness => ({
  pingAt: null,
  unansweredAt: null,
  pongDueAt: null,
  hasPong: false,
  patienceMs: MAX_PATIENCE_MS,
  missedInRow: 0,
  outstanding: [],
  owed: 0,
  nextId: null,
  talkedAt: -Infinity,
  busyAt: -Infinity,
  bufferedAmount: 0,
  lookedAt: at,
  isHurried: false,
  doubtedAt: Infinity,
});

/** The pings are the server's in this dialect; the client sends none. */
export const isServerPinging = ({ config }: Step): boolean => config.heartbeat?.initiator === 'server';

/**
 * Whether the client cannot find out if the other side is alive, because it has not answered a ping yet, or takes none, and
 * may dial anew instead.
 */
export const cannotAsk = ({ heartbeat }: Session, step: Step): boolean =>
  step.config.reconnect.maxAttempts > 0 &&
  (heartbeat === 'unproven' || heartbeat === 'unanswered' || isServerPinging(step));

/** When silence is judged, monotonic ms; null while nothing is unanswered. A side that never answered is not judged. */
export function verdictDueAt(state: Open): number | null {
  const { heartbeat, openedAt, unansweredAt, pongDueAt, settings } = state;
  if (heartbeat === 'unproven') return openedAt + settings.timeoutMs;
  if (heartbeat !== 'answered' || unansweredAt === null) return null;
  return Math.min(unansweredAt + settings.timeoutMs, pongDueAt ?? Infinity, silentAt(state));
}

/** In a hidden page every timer may be late, and frames are not: silence since the first doubt is the other side's. */
const silentAt = ({ page, doubtedAt, settings }: Open): number =>
  page.hiddenAt === null ? Infinity : doubtedAt + settings.timeoutMs;

/** Sends a ping, and starts to wait for its pong; where the server pings, only that. */
export function sendPing(state: Open, step: Step): Open {
  if (isServerPinging(step)) return revive(state, step.at, step);
  const { unansweredAt, nextId, latency, settings, outstanding, heartbeat, hasPong } = state;
  const id = nextId ?? undefined;
  const patienceMs = unansweredAt === null ? firstPatienceMs(hasPong ? latency : null) : state.patienceMs;
  const isAdaptive = heartbeat === 'answered' && step.config.heartbeat?.detection === 'adaptive';
  step.effects.push({ type: 'ping.send', id });
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

/** The codec had no ping, so the order is taken back. Silence is not judged when nothing was asked. */
export const withhold = (state: Open, step: Step): Open => ({
  ...revive(state, step.at, step),
  outstanding: state.outstanding.slice(0, -1),
  owed: Math.max(0, state.owed - 1),
});

/** Sends one ping at once, because something asks for it, unless one was sent at this very moment. */
export function probe(state: Open, reason: string, step: Step): Open {
  if (!step.config.heartbeat || isServerPinging(step) || state.outstanding.at(-1)?.sentAt === step.at) return state;
  record(step, 'probe.started', { reason });
  return sendPing(state, step);
}

/** What a timer sees of the socket when it fires: frames that came, what the application said, bytes that left. */
export function looked(state: Open, seen: Extract<MachineEvent, { type: 'timer.fired' }>, step: Step): Open {
  const { heardAt, talkedAt } = seen;
  // In half kilobytes. Our own frames wait for a moment on a busy machine, until the browser hands them to the system: that
  // shows nothing of the path.
  const bufferedAmount = seen.bufferedAmount >> 9;
  const heard = heardAt > (state.unansweredAt ?? Infinity) ? revive(state, heardAt, step) : state;
  // Less is waiting to be sent than before, so the path carried bytes since the last look, if not answers.
  const isMoving = heard.unansweredAt !== null && bufferedAmount < state.bufferedAmount;
  return {
    ...heard,
    // A server answers in order: what was asked for after the ping comes after its pong.
    talkedAt: heard.unansweredAt === null ? talkedAt : heard.talkedAt,
    bufferedAmount,
    lookedAt: step.at,
    busyAt: bufferedAmount > 0 ? step.at : state.busyAt,
    unansweredAt: isMoving ? Math.max(heard.unansweredAt, state.lookedAt) : heard.unansweredAt,
    doubtedAt: isMoving ? Infinity : heard.doubtedAt,
  };
}

/** The time for the next ping has come. Without a deadline of its own, a ping that is unanswered by now is a miss. */
export function pingDue(state: Open, step: Step): Open {
  const lateMs = msSince(state.pingAt ?? step.at, step);
  if (lateMs >= LATE_MS) return doubtOurselves(state, lateMs, step);
  return sendPing(state.pongDueAt === null ? countMiss(state, step) : state, step);
}

/**
 * The time for the verdict has come.
 * @returns the state of a connection that lives on, with a probe sent after a miss; null: it is dead, and recorded as such
 */
export function judge(state: Open, heardAt: number, step: Step): Open | null {
  const { unansweredAt, pongDueAt, settings, isHurried } = state;
  const { timeoutMs } = settings;
  if (state.heartbeat === 'unproven') {
    record(step, 'heartbeat.unanswered', { waitedMs: msSince(state.openedAt, step) });
    return { ...state, heartbeat: 'unanswered' };
  }
  if (unansweredAt === null || step.at < (verdictDueAt(state) ?? Infinity)) return state;
  const lateMs = msSince(verdictDueAt(state) ?? step.at, step);
  const isSilent = step.at >= silentAt(state);
  if (lateMs >= LATE_MS && !isSilent) return doubtOurselves(state, lateMs, step);

  const isVerdict = isHurried && state.missedInRow > 0;
  // If the timeout ends before the miss was counted, the miss is counted now.
  const isMissed = !isVerdict && ((pongDueAt !== null && step.at >= pongDueAt) || state.missedInRow === 0);
  const judged = isMissed ? countMiss(state, step) : state;
  const isMissedOften = judged.missedInRow >= (step.config.heartbeat?.maxMissed ?? Infinity);
  if (isVerdict || isSilent || step.at >= unansweredAt + timeoutMs || (isMissedOften && isQuiet(state))) {
    const silentMs = msSince(Number.isFinite(heardAt) ? heardAt : unansweredAt, step);
    record(step, 'heartbeat.timeout', { silentMs, timeoutMs });
    return null;
  }
  if (isHurried) return { ...judged, pongDueAt: step.at + UNREAD_MS };
  // A long message may be on its way, in front of the pong: `timeoutMs` decides, and more probes would prove nothing.
  if (isMissedOften) return { ...judged, pongDueAt: null };
  const patienceMs = judged.patienceMs * 2;
  return { ...probe(judged, 'missed', step), patienceMs, pongDueAt: step.at + patienceMs };
}

/**
 * Whether silence can only be the path's. A long message takes longer to arrive, or to leave, than the whole patience that
 * was learned on a fast path, and nothing shows it on the way. So where the application waits for an answer, had long messages
 * within the last timeout, or may have one at the beginning of a connection, `timeoutMs` decides alone; where the browser
 * says that it is offline, it does not.
 */
const isQuiet = ({ busyAt, talkedAt, unansweredAt, page, settings, hasPong }: Open): boolean =>
  !page.isOnline || (hasPong && (unansweredAt ?? 0) - Math.max(busyAt, talkedAt) >= settings.timeoutMs);

/**
 * Any frame came in: the other side lives, and what it was asked before counts as answered. A server that pings is waited
 * for from then on.
 */
export function revive(state: Open, heardAt: number, step: Step): Open {
  const isWaiting = isServerPinging(step);
  if (!isWaiting && state.unansweredAt === null && state.missedInRow === 0) return state;
  return {
    ...state,
    unansweredAt: isWaiting ? heardAt : null,
    pongDueAt: isWaiting ? heardAt + state.settings.intervalMs + MAX_PATIENCE_MS : null,
    missedInRow: 0,
    isHurried: false,
    doubtedAt: Infinity,
  };
}

/** The other side has shown that it takes part: from now on its silence is judged. */
export const answered = (state: Open): Open =>
  state.heartbeat === 'off' || state.heartbeat === 'answered' ? state : { ...state, heartbeat: 'answered' };

/** A pong came in: life, and the round-trip time where it is certain which ping it answers (Karn's rule). */
export function takePong(state: Open, id: number | undefined, step: Step): Open {
  const { outstanding, owed, latency } = state;
  // A socket keeps order, so a pong without an id answers the oldest ping; which one is certain only when one is owed.
  const index =
    id === undefined ? Math.min(0, outstanding.length - 1) : outstanding.findIndex((ping) => ping.id === id);
  const ping = outstanding[index];
  const rttMs = ping && (id !== undefined || owed === 1) ? step.at - ping.sentAt : undefined;
  const left = ping ? outstanding.slice(index + 1) : outstanding;
  record(step, 'pong.received', { id, rttMs: rttMs && Math.round(rttMs * 10) / 10 });
  return {
    ...answered(revive(state, step.at, step)),
    hasPong: true,
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

function countMiss(state: Open, step: Step): Open {
  if (state.unansweredAt === null || state.heartbeat !== 'answered') return state;
  const missedInRow = state.missedInRow + 1;
  record(step, 'heartbeat.missed', { missedInRow, silentMs: msSince(state.unansweredAt, step) });
  return { ...state, missedInRow };
}

/**
 * This side was late itself, which proves nothing about the other side. So it sends one fresh ping, and only that may
 * time out. After a pause of seconds its miss is the verdict. After sleep the network may need as long as after any
 * loss.
 */
function doubtOurselves(state: Open, lateMs: number, step: Step): Open {
  const isAsleep = lateMs >= WAKE_MS;
  if (isAsleep) record(step, 'clock.wake', { gapMs: lateMs });
  else record(step, 'clock.late', { lateMs });
  const pinged = sendPing({ ...awake(state), unansweredAt: null, pongDueAt: null, isHurried: !isAsleep }, step);
  return { ...pinged, doubtedAt: Math.min(state.doubtedAt, step.at) };
}

/**
 * After a pause, no message from before can still be on its way. So if the path is silent now, it is silent because it
 * is dead.
 */
export const awake = <State extends { readonly phase: string }>(state: State): State =>
  state.phase === 'open' ? { ...state, busyAt: -Infinity, talkedAt: -Infinity } : state;

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
