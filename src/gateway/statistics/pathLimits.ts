import { createSteps, countStep, findPeaks, stepOf, type Peak, type Steps } from './hazard.js';

/** An end that neither side began: no close frame, and not our own verdict. */
export interface AbnormalEnd {
  /** Monotonic ms. */
  readonly at: number;
  /** Since the last frame in either direction. */
  readonly silentMs: number;
  readonly ageMs: number;
  /** The person, as far as that is known: a session, or an address. */
  readonly session: string;
  readonly address: string;
}

/** A limit of the path, learned from how connections end. */
export interface PathLimit {
  readonly kind: 'idle' | 'age';
  /** Connections end after this silence, or at this age. */
  readonly afterMs: number;
  readonly closes: number;
  /** Of the connections that came so far, the part that ended there. */
  readonly ofThoseAtRisk: number;
  readonly chance: number;
  /** When it was last seen to hold (monotonic ms). */
  readonly seenAt: number;
}

/** What was learned is forgotten after one to two of these. */
const SPAN_MS = 3 * 3_600_000;
/** Enough for any peak, and few enough to keep. The oldest gives way, so that one large outage does not hide what follows. */
const MOST_ENDS = 1_000;
/** One phone in a tunnel is not a limit of the path. */
const MOST_PER_SESSION = 3;
const LEAST_ADDRESSES = 5;
/** One deploy of a proxy is not a limit of the path. */
const LEAST_MINUTES = 4;
const MINUTE_MS = 60_000;
/** A connection that was silent for all its life says nothing about age. */
const SPOKE_BELOW = 0.9;
/** After a start, everything is of one age. */
const AFTER_START_MS = 60_000;

/** A limit holds as long as connections go on to end there. */
const HOLDS_MS = 3_600_000;
const NEAR = 0.05;

/** Learns limits of the path. */
export interface PathLimits {
  /** A silence ended in traffic. */
  readonly survivedSilence: (silentMs: number) => void;
  /** A connection ended for a reason that is known, at this age. */
  readonly survivedAge: (ageMs: number) => void;
  readonly ended: (end: AbnormalEnd) => void;
  /** Every limit that shows. @param openAges the ages of the connections that are open */
  readonly find: (now: number, openAges: Iterable<number>) => PathLimit[];
}

/** Begins to learn, at `startedAt` (monotonic ms). */
export function learnPathLimits(startedAt: number): PathLimits {
  let spanBeganAt = startedAt;
  let ends: AbnormalEnd[] = [];
  let [silences, silencesBefore] = [createSteps(), createSteps()];
  let [ages, agesBefore] = [createSteps(), createSteps()];
  const countBySession = new Map<string, number>();
  let known: PathLimit[] = [];

  const countSession = (session: string, change: 1 | -1): void => {
    const counted = (countBySession.get(session) ?? 0) + change;
    if (counted > 0) countBySession.set(session, counted);
    else countBySession.delete(session);
  };
  const forget = (now: number): void => {
    known = known.filter(({ seenAt }) => now - seenAt < HOLDS_MS);
    if (now - spanBeganAt < SPAN_MS) return;
    [silencesBefore, silences] = [silences, createSteps()];
    [agesBefore, ages] = [ages, createSteps()];
    ends = ends.filter(({ at }) => at >= spanBeganAt);
    countBySession.clear();
    for (const { session } of ends) countSession(session, 1);
    spanBeganAt = now;
  };
  return {
    survivedSilence: (silentMs) => countStep(silences, silentMs),
    survivedAge: (ageMs) => countStep(ages, ageMs),
    ended(end) {
      forget(end.at);
      if (end.at - startedAt < AFTER_START_MS) return;
      known = known.map((limit) =>
        isNear(limit, DURATION_OF[limit.kind](end)) ? { ...limit, seenAt: end.at } : limit,
      );
      if ((countBySession.get(end.session) ?? 0) >= MOST_PER_SESSION) return;
      countSession(end.session, 1);
      ends.push(end);
      const oldest = ends.length > MOST_ENDS ? ends.shift() : undefined;
      if (oldest) countSession(oldest.session, -1);
    },
    find(now, openAges) {
      forget(now);
      const spoke = ends.filter(({ silentMs, ageMs }) => silentMs < SPOKE_BELOW * ageMs);
      const survivedAges = sumOf(ages, agesBefore);
      for (const ageMs of openAges) countStep(survivedAges, ageMs);
      const found = [
        ...limitsOf('idle', ends, sumOf(silences, silencesBefore)),
        ...limitsOf('age', spoke, survivedAges),
      ];
      const shadows = found.filter((one) => found.some((other) => isShadow(one, other)));
      const isReplaced = (limit: PathLimit): boolean => found.some((other) => isSame(other.limit, limit));
      const holding = found.filter((one) => !shadows.includes(one)).map(({ limit }) => limit);
      known = [
        ...known.filter((limit) => !isReplaced(limit)),
        ...holding.filter(({ seenAt }) => now - seenAt < HOLDS_MS),
      ];
      return known;
    },
  };
}

const DURATION_OF: Readonly<Record<PathLimit['kind'], (end: AbnormalEnd) => number>> = {
  idle: ({ silentMs }) => silentMs,
  age: ({ ageMs }) => ageMs,
};
const isNear = ({ afterMs }: PathLimit, durationMs: number): boolean => Math.abs(durationMs / afterMs - 1) <= NEAR;
const isSame = (one: PathLimit, other: PathLimit): boolean => one.kind === other.kind && isNear(one, other.afterMs);

/**
 * One limit of the path can make two peaks, one of silences and one of ages, out of the same ends. The true peak is the one
 * with the clearly larger share of connections ending there. Where the shares are alike, it is the peak with more ends.
 */
function isShadow(one: Found, other: Found): boolean {
  if (one.limit.kind === other.limit.kind) return false;
  if (one.ends.filter((end) => other.ends.includes(end)).length * 2 <= one.ends.length) return false;
  const timesTheHazard = other.limit.ofThoseAtRisk / one.limit.ofThoseAtRisk;
  if (timesTheHazard > CLEARLY || timesTheHazard < 1 / CLEARLY) return timesTheHazard > 1;
  if (other.ends.length !== one.ends.length) return other.ends.length > one.ends.length;
  return other.limit.kind === 'idle';
}
/** With some tens of ends, chance alone does not make one share this many times the other. */
const CLEARLY = 1.25;

interface Found {
  readonly limit: PathLimit;
  readonly ends: readonly AbnormalEnd[];
}

function limitsOf(kind: PathLimit['kind'], ends: readonly AbnormalEnd[], survived: Steps): Found[] {
  const durationOf = DURATION_OF[kind];
  const ended = createSteps();
  for (const end of ends) countStep(ended, durationOf(end));
  return (
    findPeaks(ended, survived)
      .map((peak) => ({ peak, ends: ends.filter((end) => isIn(peak, durationOf(end))) }))
      .filter(({ ends: its }) => count(its, ({ address }) => address) >= LEAST_ADDRESSES)
      .filter(({ ends: its }) => count(its, ({ at }) => Math.floor(at / MINUTE_MS)) >= LEAST_MINUTES)
      // What was opened together and cut together has one age.
      .filter(({ ends: its }) => kind === 'idle' || count(its, openedInMinute) >= LEAST_MINUTES)
      .map(({ peak, ends: its }) => ({ ends: its, limit: toLimit(kind, peak, its) }))
  );
}

function toLimit(kind: PathLimit['kind'], peak: Peak, ends: readonly AbnormalEnd[]): PathLimit {
  // The median of what ended there is closer than the middle of a step.
  const durations = ends.map(DURATION_OF[kind]).toSorted((left, right) => left - right);
  return {
    kind,
    afterMs: Math.round(durations[Math.floor(durations.length / 2)] ?? peak.afterMs),
    closes: peak.ends,
    ofThoseAtRisk: peak.ofThoseAtRisk,
    chance: peak.chance,
    seenAt: Math.max(...ends.map(({ at }) => at)),
  };
}

const isIn = ({ first, last }: Peak, durationMs: number): boolean => {
  const step = stepOf(durationMs);
  return step >= first && step <= last;
};
const openedInMinute = ({ at, ageMs }: AbnormalEnd): number => Math.floor((at - ageMs) / MINUTE_MS);
const count = <Item>(items: readonly Item[], keyOf: (item: Item) => unknown): number => new Set(items.map(keyOf)).size;
const sumOf = (one: Steps, other: Steps): Steps => one.map((counted, step) => counted + other[step]!);

/** Of an idle limit: the longest interval that is safely below it. A tenth is for the way and for late timers. */
export const longestIntervalMs = ({ afterMs }: Pick<PathLimit, 'afterMs'>): number =>
  Math.floor((afterMs * 0.9) / 1_000) * 1_000;
