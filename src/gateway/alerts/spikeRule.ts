/**
 * Finds a spike: far more events (peers newly silent, unplanned reconnects) than the connections of before would explain.
 *
 * Every bucket of 10 s, the events of a sliding window are compared with those that the rate of before it would give, m.
 * Counts come in bursts, so the comparison takes a variance of twice the mean: z = 2(√(S + ⅜) − √(m + ⅜)) / √2 (the
 * Anscombe transform). The numbers below were picked by simulation among some twenty variants: see docs/alerts.md.
 */
export interface SpikeWindow {
  /** Buckets of 10 s in the window. */
  readonly buckets: number;
  /** After this many buckets, the known rate has moved half way to a new level. */
  readonly halfLifeBuckets: number;
  /** This many times the expected count makes a spike. */
  readonly ratio: number;
  /** One bucket counts for at most this share of the threshold, so that a single burst cannot raise an alert. */
  readonly bucketShare: number;
  /** For how many buckets after a start the rule stays silent, because they contain the return of the clients. */
  readonly warmUpBuckets: number;
  /** The alert is over after this many buckets in a row below twice the expected count. */
  readonly calmBuckets: number;
}

/** Two minutes: 5 times the usual where 32 events are usual in a window, 10 times from 10 on. */
export const SHORT_WINDOW: SpikeWindow = {
  buckets: 12,
  halfLifeBuckets: 60,
  ratio: 3,
  bucketShare: 9,
  warmUpBuckets: 60,
  calmBuckets: 12,
};

/** A quarter of an hour, for gateways with few connections: 10 times the usual where 10 events are usual in a window. */
export const LONG_WINDOW: SpikeWindow = {
  buckets: 90,
  halfLifeBuckets: 180,
  ratio: 4,
  bucketShare: 24,
  warmUpBuckets: 180,
  calmBuckets: 30,
};

const Z = 5.5;
const LEAST_EVENTS = 10;
const OVER_BELOW = 2;
/** After an hour the new level is the usual one. */
const NEW_LEVEL_BUCKETS = 360;

/** What a rule says after a bucket. */
export interface SpikeState {
  readonly isActive: boolean;
  /** Events of the window, each bucket capped. */
  readonly seen: number;
  /** What the rate of before the window would give in it. */
  readonly expected: number;
  /** The count that would raise an alert. */
  readonly threshold: number;
}

/** One rule over one kind of event. */
export interface SpikeRule {
  /** A bucket has ended: its events, and how many connections there were. */
  readonly add: (events: number, connections: number) => SpikeState;
  /** Time was lost (the process slept): what follows begins like a start, at the rate known so far. */
  readonly restart: () => void;
}

/** The least count that raises where `expected` are usual. */
export function raisingCount(expected: number, ratio: number): number {
  const byChance = (Math.sqrt(expected + 0.375) + (Z * Math.SQRT2) / 2) ** 2 - 0.375;
  return Math.ceil(Math.max(byChance, ratio * expected, LEAST_EVENTS));
}

/** Makes a rule that has seen nothing yet. */
export function createSpikeRule(shape: SpikeWindow): SpikeRule {
  const weight = 1 - 0.5 ** (1 / shape.halfLifeBuckets);
  let recent: { readonly events: number; readonly connections: number }[] = [];
  let seenBuckets = 0;
  // Of events and connections apart, so that their quotient is right from the first bucket on.
  let usual = { events: 0, connections: 0 };
  let active: { buckets: number; calm: number } | null = null;

  const learn = (events: number, connections: number): void => {
    usual = {
      events: usual.events + weight * (events - usual.events),
      connections: usual.connections + weight * (connections - usual.connections),
    };
  };
  const judge = (): SpikeState => {
    const rate = usual.connections === 0 ? 0 : usual.events / usual.connections;
    const expected = rate * recent.reduce((sum, { connections }) => sum + connections, 0);
    const threshold = raisingCount(expected, shape.ratio);
    const cap = Math.max(2, Math.ceil(threshold / shape.bucketShare));
    const seen = recent.reduce((sum, { events }) => sum + Math.min(events, cap), 0);
    return { isActive: active !== null, seen, expected, threshold };
  };
  const adoptLevel = (): void => {
    const sum = (of: (bucket: (typeof recent)[number]) => number): number =>
      recent.reduce((total, bucket) => total + of(bucket), 0) / recent.length;
    usual = { events: sum(({ events }) => events), connections: sum(({ connections }) => connections) };
  };

  return {
    add(events, connections) {
      recent.push({ events, connections });
      seenBuckets += 1;
      const left = recent.length > shape.buckets ? recent.shift() : undefined;
      // While a spike lasts, it must not become the usual.
      if (left && !active) learn(left.events, left.connections);
      const now = judge();
      if (active) {
        active.buckets += 1;
        active.calm = now.seen < Math.max(OVER_BELOW * now.expected, LEAST_EVENTS) ? active.calm + 1 : 0;
        if (active.buckets >= NEW_LEVEL_BUCKETS) adoptLevel();
        if (active.calm >= shape.calmBuckets || active.buckets >= NEW_LEVEL_BUCKETS) active = null;
      } else if (seenBuckets > shape.warmUpBuckets && now.seen >= now.threshold) {
        active = { buckets: 0, calm: 0 };
      }
      return { ...now, isActive: active !== null };
    },
    restart() {
      recent = [];
      seenBuckets = 0;
      active = null;
    },
  };
}
