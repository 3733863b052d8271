/**
 * Finds durations at which things end far more often than just before and just after. The test is of the hazard, ends
 * per time at risk, and not of the ends alone: those stop where the heartbeats come, which looks like a peak.
 */

/** Durations are sorted into steps of 2 %, from a second to some days. */
const STEP = 1.02;
const LOG_STEP = Math.log(STEP);
const FIRST_MS = 1_000;
const STEPS = 640;

/** A peak is five steps wide (± 5 %), and is compared with 14 steps on each side. */
const HALF_WIDTH = 2;
const FLANK = 14;

/** Looked at so often and at so many places, chance makes one in a thousand look this improbable. */
const LEAST_CHANCE = 1e-6;
const LEAST_ENDS = 8;
const LEAST_SHARE = 0.03;

/** How many durations lie in each step. */
export type Steps = Uint32Array;

/** Nothing counted. */
export const createSteps = (): Steps => new Uint32Array(STEPS);

/** The step of a duration; -1 below a second. */
export const stepOf = (durationMs: number): number =>
  durationMs < FIRST_MS ? -1 : Math.min(STEPS - 1, Math.floor(Math.log(durationMs / FIRST_MS) / LOG_STEP));

/** Counts a duration that was survived. */
export function countStep(steps: Steps, durationMs: number): void {
  const step = stepOf(durationMs);
  if (step >= 0) steps[step] = (steps[step] ?? 0) + 1;
}

/** A duration at which things end. */
export interface Peak {
  readonly afterMs: number;
  /** The steps it covers, both included. */
  readonly first: number;
  readonly last: number;
  readonly ends: number;
  /** Of those that came so far, the part that ended there. */
  readonly ofThoseAtRisk: number;
  /** How probable so many ends are by chance. */
  readonly chance: number;
}

/** The peaks of `ended`, where `survived` are the durations of what did not end, the most improbable first. */
export function findPeaks(ended: Steps, survived: Steps): Peak[] {
  const reached = new Float64Array(STEPS + 1);
  for (let step = STEPS - 1; step >= 0; step -= 1) {
    reached[step] = reached[step + 1]! + ended[step]! + survived[step]!;
  }
  // Of those that reach a step and not the next, half the step, on average.
  const riskOf = (step: number): number => ((reached[step]! + reached[step + 1]!) / 2) * STEP ** step;
  const sum = (from: number, to: number, of: (step: number) => number): number => {
    let total = 0;
    for (let step = Math.max(0, from); step <= Math.min(STEPS - 1, to); step += 1) total += of(step);
    return total;
  };

  const found: Peak[] = [];
  for (let centre = 0; centre < STEPS; centre += 1) {
    const [first, last] = [centre - HALF_WIDTH, centre + HALF_WIDTH];
    const ends = sum(first, last, (step) => ended[step]!);
    if (ends < LEAST_ENDS) continue;
    const flankEnds =
      sum(first - FLANK, first - 1, (step) => ended[step]!) + sum(last + 1, last + FLANK, (step) => ended[step]!);
    const risk = sum(first, last, riskOf);
    const flankRisk = sum(first - FLANK, first - 1, riskOf) + sum(last + 1, last + FLANK, riskOf);
    const chance = binomialTail(ends, ends + flankEnds, risk / (risk + flankRisk));
    const ofThoseAtRisk = ends / reached[Math.max(0, first)]!;
    if (chance >= LEAST_CHANCE || ofThoseAtRisk < LEAST_SHARE) continue;
    found.push({ afterMs: FIRST_MS * STEP ** (centre + 0.5), first, last, ends, ofThoseAtRisk, chance });
  }
  // Of peaks that overlap, the most improbable is the true one.
  const peaks: Peak[] = [];
  for (const peak of found.toSorted((left, right) => left.chance - right.chance || right.ends - left.ends)) {
    if (!peaks.some(({ first, last }) => peak.first <= last + FLANK && peak.last >= first - FLANK)) peaks.push(peak);
  }
  return peaks;
}

/** The chance of `successes` or more among `trials`, each with chance `p`. */
function binomialTail(successes: number, trials: number, p: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  let logTerm = trials * Math.log1p(-p);
  let tail = 0;
  for (let k = 0; k <= trials; k += 1) {
    if (k >= successes) tail += Math.exp(logTerm);
    logTerm += Math.log((trials - k) / (k + 1)) + Math.log(p) - Math.log1p(-p);
  }
  return Math.min(1, tail);
}
