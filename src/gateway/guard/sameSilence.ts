/** A connection of the share that ended without a closing handshake. Milliseconds. */
export interface SilentClose {
  readonly sessionId: string;
  /** How long nothing had travelled in either direction. */
  readonly silentMs: number;
}

/** A timer of a proxy is at least as sharp as this, as the gateway sees it. */
const LEAST_SPREAD_MS = 50;
const SPREAD_SHARE = 0.01;
const MIN_CLOSES = 3;
const MIN_SESSIONS = 2;
/** The probability of a false verdict in a whole trial, over all the looks at it. */
const ALPHA = 0.001;

/**
 * Looks for a silence after which several connections ended. All of `closes` lie between the old interval, after which the
 * old setting would have sent something, and the new one: the gap. Returns the silence, or null where chance explains it.
 *
 * Without a limit on the path, connections end at any point of the silence between two pings, evenly. Of k ends, m lie
 * within a span d with a probability of at most C(k, m) · m · (d / gap)^(m−1). It is asked for anew with each end, so the
 * probability allowed at the k-th end, and for each m, falls as 1/k² and 1/m²: their sum stays below `ALPHA`.
 */
export function findSameSilence(closes: readonly SilentClose[], gapMs: number): number | null {
  const beyond = closes.toSorted((a, b) => a.silentMs - b.silentMs);
  let from = 0;
  for (const [to, last] of beyond.entries()) {
    const spreadMs = Math.max(LEAST_SPREAD_MS, last.silentMs * SPREAD_SHARE);
    while (last.silentMs - (beyond[from]?.silentMs ?? 0) > spreadMs) from += 1;
    const group = beyond.slice(from, to + 1);
    if (group.length < MIN_CLOSES || new Set(group.map(({ sessionId }) => sessionId)).size < MIN_SESSIONS) continue;
    // Never less than what the gateway can measure: two ends in one turn of the event loop are not infinitely unlikely.
    const spanMs = Math.max(LEAST_SPREAD_MS / 2, last.silentMs - (group[0]?.silentMs ?? 0));
    if (!isChance(beyond.length, group.length, spanMs / gapMs)) return group[group.length >> 1]?.silentMs ?? null;
  }
  return null;
}

function isChance(all: number, within: number, span: number): boolean {
  let logChoices = 0;
  for (let index = 1; index <= within; index += 1) logChoices += Math.log((all - within + index) / index);
  const logP = logChoices + Math.log(within) + (within - 1) * Math.log(Math.min(1, span));
  // The sums of 1/k² from 3 on, and of 1/m² from 3 on, are 0.395 each.
  const logAllowed = Math.log(ALPHA / 0.395 ** 2) - 2 * Math.log(all) - 2 * Math.log(within);
  return logP >= logAllowed;
}
