import { record, type Effect } from './effect.js';
import type { Moment } from './event.js';
import { withSample, type Latency } from './latency.js';
import { LATE_MS, type MachineConfig } from './options.js';
import type { SettingsInForce } from './state.js';

/** This late, it was sleep, or a timer that a hidden page was not given. */
const WAKE_MS = 10_000;
/** The pong deadline, within bounds: no network is worth suspecting within a second, and nobody wants to wait for six. */
const MIN_PATIENCE_MS = 1_000;
const MAX_PATIENCE_MS = 5_000;
/** Added to what the round trips say: timers and the other side's event loop are late, too. */
const PATIENCE_MARGIN_MS = 250;
/** Unanswered pings remembered for their round-trip times; older ones are too old to measure by. */
const MAX_OUTSTANDING = 8;

interface SentPing {
  readonly id: number | undefined;
  readonly sentAt: number;
}

/**
 * The heartbeat of one socket, made anew with it. Cadence and liveness are apart: what comes in extends life
 * (`unansweredAt`), and never holds back what goes out (`beatAt`).
 */
export interface Pulse {
  /** The next ping; null when this side sends none. */
  readonly beatAt: number | null;
  /** The first ping since the last proof of life: the verdict falls `timeoutMs` after it. */
  readonly unansweredAt: number | null;
  /** Adaptive: when silence since the last ping becomes a missed heartbeat; null in fixed detection, or nothing asked. */
  readonly pongDueAt: number | null;
  /** What the next probe is given; doubles with each miss. */
  readonly patienceMs: number;
  readonly missedInRow: number;
  /** The newest pings without a pong, oldest first. */
  readonly outstanding: readonly SentPing[];
  /** Pongs the peer owes us; unlike `outstanding` it is not bounded. */
  readonly owed: number;
  /** The id of the next ping; null while the peer has not shown that it knows ids. */
  readonly nextId: number | null;
}

/** What one step of the pulse comes to. */
export type PulseStep = readonly [Pulse, readonly Effect[]];

const STILL: Pulse = {
  beatAt: null,
  unansweredAt: null,
  pongDueAt: null,
  patienceMs: MAX_PATIENCE_MS,
  missedInRow: 0,
  outstanding: [],
  owed: 0,
  nextId: null,
};

/** What a pulse is judged by. */
export interface PulseRules {
  readonly settings: SettingsInForce;
  readonly latency: Latency | null;
  readonly heartbeat: MachineConfig['heartbeat'];
}

/** A socket opened: the first ping goes out at once, so that a dead path shows within one timeout. */
export function startPulse(rules: PulseRules, now: Moment): PulseStep {
  return rules.heartbeat ? sendPing(STILL, rules, now) : [STILL, []];
}

/** When the pulse is to be judged, monotonic ms; null while nothing is unanswered. */
export function verdictDueAt({ unansweredAt, pongDueAt }: Pulse, { timeoutMs }: SettingsInForce): number | null {
  return unansweredAt === null ? null : Math.min(unansweredAt + timeoutMs, pongDueAt ?? Infinity);
}

/** Somebody wants to know now: one ping, unless one was asked in this very moment. */
export function probe(pulse: Pulse, rules: PulseRules, now: Moment, reason: string): PulseStep {
  if (!rules.heartbeat || pulse.outstanding.at(-1)?.sentAt === now.at) return [pulse, []];
  const [next, sent] = sendPing(pulse, rules, now);
  return [next, [record('probe.started', { reason }), ...sent]];
}

/** The beat timer fired: the next ping goes out. Fixed: what is unanswered by now is a missed heartbeat. */
export function beat(pulse: Pulse, rules: PulseRules, now: Moment, heardAt: number): PulseStep {
  const heard = withLife(pulse, heardAt);
  const lateMs = now.at - (pulse.beatAt ?? now.at);
  if (lateMs >= LATE_MS) return doubtOurselves(heard, rules, now, lateMs);
  const [judged, missed] = heard.pongDueAt === null ? countMiss(heard, now.at) : [heard, []];
  const [next, sent] = sendPing(judged, rules, now);
  return [next, [...missed, ...sent]];
}

/**
 * The verdict timer fired.
 * @returns `dead`, with the records that say so, or the next step of a pulse that lives on
 */
export function judge(
  pulse: Pulse,
  rules: PulseRules,
  now: Moment,
  heardAt: number,
): { readonly dead: readonly Effect[] } | { readonly alive: PulseStep } {
  const heard = withLife(pulse, heardAt);
  const { unansweredAt, pongDueAt } = heard;
  if (unansweredAt === null) return { alive: [heard, []] };
  const { timeoutMs } = rules.settings;
  const lateMs = now.at - (verdictDueAt(heard, rules.settings) ?? now.at);
  if (lateMs >= LATE_MS) return { alive: doubtOurselves(heard, rules, now, lateMs) };

  const isTimedOut = now.at >= unansweredAt + timeoutMs;
  // A timeout shorter than what would have counted the miss counts it itself.
  const isMissed = pongDueAt !== null ? now.at >= pongDueAt || heard.missedInRow === 0 : heard.missedInRow === 0;
  const [judged, missed] = isMissed ? countMiss(heard, now.at) : [heard, []];
  if (isTimedOut || judged.missedInRow >= (rules.heartbeat?.maxMissed ?? Infinity)) {
    const silentMs = Math.round(now.at - (Number.isFinite(heardAt) ? heardAt : unansweredAt));
    return { dead: [...missed, record('heartbeat.timeout', { silentMs, timeoutMs })] };
  }
  const patienceMs = judged.patienceMs * 2;
  const [next, probed] = probe(judged, rules, now, 'missed');
  return { alive: [{ ...next, patienceMs, pongDueAt: now.at + patienceMs }, [...missed, ...probed]] };
}

/** Any frame came in: the peer lives, and what it was asked before counts as answered. */
export const revive = (pulse: Pulse): Pulse =>
  pulse.unansweredAt === null && pulse.missedInRow === 0
    ? pulse
    : { ...pulse, unansweredAt: null, pongDueAt: null, missedInRow: 0 };

/** The peer has shown that it knows our frames: pings carry ids from now on. */
export const withIds = (pulse: Pulse): Pulse => (pulse.nextId === null ? { ...pulse, nextId: 1 } : pulse);

/** The timing changed: a beat that would come later than the new interval allows is brought forward. */
export function retime(pulse: Pulse, settings: SettingsInForce, now: Moment): Pulse {
  if (pulse.beatAt === null) return pulse;
  return { ...pulse, beatAt: Math.min(pulse.beatAt, nextBeatAt(settings, now)) };
}

/** A pong came in: life, and the round-trip time where it is certain which ping it answers (Karn's rule). */
export function takePong(
  pulse: Pulse,
  latency: Latency | null,
  at: number,
  id: number | undefined,
): { readonly pulse: Pulse; readonly latency: Latency | null; readonly rttMs: number | undefined } {
  const { outstanding, owed } = pulse;
  // A socket keeps order, so a pong without an id answers the oldest ping; it is certain which when only one is owed.
  const index =
    id === undefined ? Math.min(0, outstanding.length - 1) : outstanding.findIndex((ping) => ping.id === id);
  const answered = outstanding[index];
  const rttMs = answered && (id !== undefined || owed === 1) ? at - answered.sentAt : undefined;
  const left = answered ? outstanding.slice(index + 1) : outstanding;
  return {
    pulse: { ...revive(pulse), outstanding: left, owed: id === undefined ? Math.max(0, owed - 1) : left.length },
    latency: rttMs === undefined ? latency : withSample(latency, rttMs),
    rttMs,
  };
}

function withLife(pulse: Pulse, heardAt: number): Pulse {
  return pulse.unansweredAt !== null && heardAt > pulse.unansweredAt ? revive(pulse) : pulse;
}

function countMiss(pulse: Pulse, at: number): PulseStep {
  if (pulse.unansweredAt === null) return [pulse, []];
  const missedInRow = pulse.missedInRow + 1;
  return [
    { ...pulse, missedInRow },
    [record('heartbeat.missed', { missedInRow, silentMs: Math.round(at - pulse.unansweredAt) })],
  ];
}

/** One fresh ping, and only that one may time out. */
function doubtOurselves(pulse: Pulse, rules: PulseRules, now: Moment, lateMs: number): PulseStep {
  const [next, sent] = sendPing({ ...pulse, unansweredAt: null, pongDueAt: null }, rules, now);
  const ms = Math.round(lateMs);
  return [next, [ms >= WAKE_MS ? record('clock.wake', { gapMs: ms }) : record('clock.late', { lateMs: ms }), ...sent]];
}

function sendPing(pulse: Pulse, rules: PulseRules, now: Moment): PulseStep {
  const id = pulse.nextId ?? undefined;
  const patienceMs = pulse.unansweredAt === null ? firstPatienceMs(rules.latency) : pulse.patienceMs;
  return [
    {
      ...pulse,
      patienceMs,
      beatAt: nextBeatAt(rules.settings, now),
      unansweredAt: pulse.unansweredAt ?? now.at,
      pongDueAt: rules.heartbeat?.detection === 'adaptive' ? (pulse.pongDueAt ?? now.at + patienceMs) : null,
      outstanding: [...pulse.outstanding, { id, sentAt: now.at }].slice(-MAX_OUTSTANDING),
      owed: pulse.owed + 1,
      nextId: pulse.nextId === null ? null : pulse.nextId + 1,
    },
    [{ type: 'ping.send', id }, record('ping.sent', id === undefined ? {} : { id })],
  ];
}

/** Jacobson and Karels' retransmission timeout (RFC 6298), with a margin; before the first sample the most we allow. */
const firstPatienceMs = (latency: Latency | null): number =>
  latency
    ? Math.min(
        Math.max(latency.smoothedMs + 4 * latency.jitterMs + PATIENCE_MARGIN_MS, MIN_PATIENCE_MS),
        MAX_PATIENCE_MS,
      )
    : MAX_PATIENCE_MS;

/** Each interval is drawn from 0.9 to 1 ×, so that clients which connected together do not beat together for ever. */
const nextBeatAt = ({ intervalMs }: SettingsInForce, { at, random }: Moment): number =>
  at + intervalMs * (0.9 + random / 10);
