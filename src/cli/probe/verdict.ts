import { describeCode } from './failure.js';
import type { Limit } from './findings.js';
import type { LineEnd } from './line.js';

/** Two ends are after the same time when they differ by less. Proxies look at their timers once a second or so. */
const TOLERANCE_MS = 1_000;
const TOLERANCE_SHARE = 0.05;
/** Ends that are closer than this came at the same moment. Silent connections begin further apart. */
const SAME_MOMENT_MS = 350;

const INTERRUPTED = 'Connections ended at the same moment: the server restarted, or the path was interrupted.';

/** A connection at its end; null: it is still open. */
export type Ended = LineEnd | null;

/** What the ends of two silent connections and a busy one say. */
export interface Verdict {
  readonly idle: Limit | null;
  readonly age: Limit | null;
  readonly doubt: string | null;
}

const NOTHING: Verdict = { idle: null, age: null, doubt: null };

const isAlike = (left: number, right: number): boolean =>
  Math.abs(left - right) <= Math.max(TOLERANCE_MS, TOLERANCE_SHARE * Math.max(left, right));

const areAtOnce = (ends: readonly LineEnd[]): boolean =>
  Math.max(...ends.map(({ at }) => at)) - Math.min(...ends.map(({ at }) => at)) < SAME_MOMENT_MS;

export const toLimit = ({ code, reason }: LineEnd, afterMs: number): Limit => ({
  afterMs: Math.round(afterMs),
  code,
  reason,
});

/**
 * Tells a limit of silence from one of age, and both from an interruption. The busy connection and the first silent one
 * begin together and the second silent one later, so that one event cannot end all of them at the same silence or age.
 */
export function judge(silent: readonly [Ended, Ended], busy: Ended): Verdict {
  const ends = silent.filter((end) => end !== null);
  // The later one began well after the busy one, so a limit of age ends them at different moments.
  const [, later] = silent;
  if (busy !== null && later !== null && areAtOnce([later, busy])) return { ...NOTHING, doubt: INTERRUPTED };
  const [first, second] = ends;
  if (busy !== null && (first === undefined || ends.every((end) => isAlike(end.ageMs, busy.ageMs))))
    return { ...NOTHING, age: toLimit(busy, busy.ageMs) };
  if (first === undefined) return NOTHING;
  if (second === undefined)
    return {
      ...NOTHING,
      doubt: `One silent connection ended after ${inSeconds(silenceOf(first))} (${describeCode(first.code, first.reason)}), and the other did not: chance, or several paths.`,
    };
  if (!isAlike(silenceOf(first), silenceOf(second)))
    return {
      ...NOTHING,
      doubt: `The silent connections ended after ${inSeconds(silenceOf(first))} and ${inSeconds(silenceOf(second))}: no steady limit.`,
    };
  const shorter = silenceOf(first) < silenceOf(second) ? first : second;
  return { ...NOTHING, idle: toLimit(shorter, silenceOf(shorter)) };
}

/** What the ends of connections say on which one side alone spoke. Undefined: there was none. */
export interface AloneVerdict {
  readonly serverSilent: Limit | null | undefined;
  readonly clientSilent: Limit | null | undefined;
  readonly doubt: string | null;
}

/** Judges them beside a busy connection, which no silence ends. */
export function judgeAlone(clientSpoke: Ended | undefined, serverSpoke: Ended | undefined, busy: Ended): AloneVerdict {
  const ends = [clientSpoke, serverSpoke].filter((end) => end !== null && end !== undefined);
  if (busy !== null && ends.some((end) => areAtOnce([end, busy])))
    return { serverSilent: undefined, clientSilent: undefined, doubt: INTERRUPTED };
  return {
    serverSilent: clientSpoke && toLimit(clientSpoke, clientSpoke.serverSilentMs),
    clientSilent: serverSpoke && toLimit(serverSpoke, serverSpoke.clientSilentMs),
    doubt: null,
  };
}

/** The time without a frame in either direction. */
const silenceOf = ({ serverSilentMs, clientSilentMs }: LineEnd): number => Math.min(serverSilentMs, clientSilentMs);

/** A time as people read it. */
export const inSeconds = (ms: number): string => `${ms < 10_000 ? (ms / 1_000).toFixed(1) : Math.round(ms / 1_000)} s`;

const SAFE_SHARE = 0.9;
const DEFAULT_INTERVAL_MS = 25_000;

/** The longest interval that is safe below a limit: nine tenths of it. Null without a limit. */
export const longestIntervalMs = (limits: readonly (Limit | null | undefined)[]): number | null => {
  const found = limits.filter((limit) => limit !== null && limit !== undefined);
  return found.length === 0 ? null : Math.floor(Math.min(...found.map(({ afterMs }) => afterMs)) * SAFE_SHARE);
};

/** What to set. */
export function advise(longestMs: number | null, triedMs: number): string {
  if (longestMs === null)
    return triedMs < DEFAULT_INTERVAL_MS
      ? `No limit within ${inSeconds(triedMs)}; that is shorter than the default interval of 25 s, so try longer.`
      : `The default interval of 25 s suits this path. Longer ones are known to be safe up to ${inSeconds(triedMs * SAFE_SHARE)}.`;
  const setting = `intervalMs to at most ${longestMs}`;
  return longestMs < DEFAULT_INTERVAL_MS
    ? `Set ${setting}: the default of 25 s is too long for this path.`
    : `The default interval of 25 s suits this path. Set ${setting} in any case.`;
}
