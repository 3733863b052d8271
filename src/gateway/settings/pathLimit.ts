/** What is known of the proxies on the way: they cut connections that are silent for this long. */
export interface PathLimit {
  readonly idleLimitMs: number;
  /** An operator has named it, or it was learned from how connections end. */
  readonly known: 'declared' | 'learned';
}

/** What the statistics have learned of the path. */
interface LearnedLimit {
  readonly kind: 'idle' | 'age';
  readonly afterMs: number;
}

/** What the option or the variable names, or what was learned: the shorter of the two, as connections meet both. */
export function knownLimit(declaredMs: number | undefined, learned: readonly LearnedLimit[]): PathLimit | null {
  const learnedMs = Math.min(...learned.filter(({ kind }) => kind === 'idle').map(({ afterMs }) => afterMs));
  if (declaredMs !== undefined && declaredMs <= learnedMs) return { idleLimitMs: declaredMs, known: 'declared' };
  return learnedMs === Infinity ? null : { idleLimitMs: Math.round(learnedMs), known: 'learned' };
}

/** A ping may leave half a slot of the sweep late, and takes time to arrive: the interval leaves a tenth for that. */
const SAFE_SHARE = 0.9;

/** The longest interval that is safely below a limit. */
export const longestInterval = (idleLimitMs: number): number => Math.floor(idleLimitMs * SAFE_SHARE);

/** Says what is wrong with an interval that a path cannot have; null when nothing is known against it. */
export function warnOfPath(intervalMs: number, limit: PathLimit | null): string | null {
  if (limit === null || intervalMs < limit.idleLimitMs) return null;
  const { idleLimitMs, known } = limit;
  const how = known === 'declared' ? 'the proxies are said to cut' : 'connections have been seen to end';
  return (
    `intervalMs (${intervalMs}) is not below the idle limit of the path: ${how} ` +
    `${known === 'declared' ? 'connections that are silent for' : 'after a silence of'} ${idleLimitMs} ms. ` +
    `Set at most ${longestInterval(idleLimitMs)}.`
  );
}
