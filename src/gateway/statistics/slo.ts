/**
 * The share of time in which people saw no outage, and how fast the error budget of a target for it is used up. An
 * outage is known when its client is back, so it is spread back over the time it lasted.
 */

/** Two windows that must both burn faster than `factor`: the long one for weight, the short one to end soon. A day at most. */
export interface BurnPair {
  /** So many times faster than the target allows. */
  readonly factor: number;
  readonly longMs: number;
  readonly shortMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** The pairs of Google's SRE workbook, chapter 5, with days instead of its 30-day budget. */
const BURN_PAIRS: readonly BurnPair[] = [
  { factor: 14.4, longMs: HOUR_MS, shortMs: 5 * MINUTE_MS },
  { factor: 6, longMs: 6 * HOUR_MS, shortMs: 30 * MINUTE_MS },
  { factor: 3, longMs: 24 * HOUR_MS, shortMs: 2 * HOUR_MS },
];

/** 99.5 %: what healthy mobile traffic reaches (99.7 %), less a little. */
export const DEFAULT_TARGET = 0.995;

/** One outage counts for at most this long: a phone in a tunnel must not use up the budget of all. */
export const LONGEST_MS = 300_000;
/** A quarter of a minute of two days, as all that is remembered, is fine enough. */
const STEP_MS = 15_000;
const STEPS = (48 * HOUR_MS) / STEP_MS;

/** Connected and disturbed time. Instants are monotonic ms. */
export interface Slo {
  readonly target: number;
  readonly pairs: readonly BurnPair[];
  /** `connections` people were connected from `from` to `to`. */
  readonly connected: (from: number, to: number, connections: number) => void;
  /**
   * A person who is back at `now` has seen an outage for so long.
   * @param isSeen whether the gateway itself saw the person leave. A client can claim any outage else: all such claims
   *   together use up at most the budget, a burn rate of 1, so that they alone raise no alert
   */
  readonly disturbed: (now: number, shownMs: number, isSeen: boolean) => void;
  /** The share of time without a shown outage in the window that ends at `now`; null while half of it is unknown. */
  readonly undisturbed: (now: number, windowMs: number) => number | null;
  /** How many times faster than the target allows the budget was used up in that window; null while it is unknown. */
  readonly burn: (now: number, windowMs: number) => number | null;
}

/** Begins to measure against a target: a share below 1. */
export function measureSlo(target = DEFAULT_TARGET, pairs: readonly BurnPair[] = BURN_PAIRS): Slo {
  // Which step each slot holds, so that one that is two days old is taken for empty.
  const steps = new Float64Array(STEPS).fill(-1);
  const connectedMs = new Float64Array(STEPS);
  const disturbedMs = new Float64Array(STEPS);
  const claimedMs = new Float64Array(STEPS);

  const spread = (into: Float64Array, from: number, to: number, weight: number): void => {
    for (let step = Math.floor(from / STEP_MS); step * STEP_MS < to; step += 1) {
      const slot = ((step % STEPS) + STEPS) % STEPS;
      if (steps[slot] !== step) {
        // Time that has gone by unmeasured stays unmeasured.
        if (steps[slot]! > step) continue;
        steps[slot] = step;
        connectedMs[slot] = disturbedMs[slot] = claimedMs[slot] = 0;
      }
      into[slot] = into[slot]! + (Math.min(to, (step + 1) * STEP_MS) - Math.max(from, step * STEP_MS)) * weight;
    }
  };
  const undisturbed = (now: number, windowMs: number): number | null => {
    let [known, connected, disturbed, claimed] = [0, 0, 0, 0];
    const last = Math.floor(now / STEP_MS);
    const length = Math.min(STEPS, Math.round(windowMs / STEP_MS));
    for (let step = last - length + 1; step <= last; step += 1) {
      const slot = ((step % STEPS) + STEPS) % STEPS;
      if (steps[slot] !== step) continue;
      known += 1;
      connected += connectedMs[slot]!;
      disturbed += disturbedMs[slot]!;
      claimed += claimedMs[slot]!;
    }
    disturbed += Math.min(claimed, (connected * (1 - target)) / target);
    if (known * 2 < length || connected + disturbed === 0) return null;
    return connected / (connected + disturbed);
  };
  return {
    target,
    pairs,
    connected: (from, to, connections) => spread(connectedMs, from, to, connections),
    disturbed(now, shownMs, isSeen) {
      const lastedMs = Math.min(shownMs, LONGEST_MS);
      if (lastedMs > 0) spread(isSeen ? disturbedMs : claimedMs, now - lastedMs, now, 1);
    },
    undisturbed,
    burn(now, windowMs) {
      const share = undisturbed(now, windowMs);
      return share === null ? null : (1 - share) / (1 - target);
    },
  };
}

/** The first pair of which both windows burn too fast; null when none does. */
export const fastBurn = ({ burn, pairs }: Slo, now: number): BurnPair | null =>
  pairs.find(({ factor, longMs, shortMs }) =>
    [longMs, shortMs].every((windowMs) => (burn(now, windowMs) ?? 0) >= factor),
  ) ?? null;
