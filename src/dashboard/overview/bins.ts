/** How many values lie from `fromMs` to below `toMs`; null: without an end. */
export interface Bin {
  readonly fromMs: number;
  readonly toMs: number | null;
  readonly count: number;
}

/** The fine bins of a gateway in a few wide ones: a bin belongs where its middle is. */
export function binned(bins: readonly Bin[], edges: readonly number[]): readonly number[] {
  const counts = edges.map(() => 0);
  for (const { fromMs, toMs, count } of bins) {
    const middle = toMs === null ? Infinity : (fromMs + toMs) / 2;
    const index = edges.findLastIndex((edge) => edge <= middle);
    counts[Math.max(0, index)] = (counts[Math.max(0, index)] ?? 0) + count;
  }
  return counts;
}
