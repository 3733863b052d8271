/** Numbers and times as the page writes them. A no-break space stands between thousands and before units. */

const SPACE = '\u00a0';

/** `1 204`. */
export const formatCount = (value: number): string =>
  String(Math.round(value)).replaceAll(/\B(?=(\d{3})+(?!\d))/g, SPACE);

/** `25 s`, `1.5 s`, `350 ms`. What is measured is seldom even: 60 002 ms are `60 s` as 60 000 are. */
export function formatDuration(ms: number): string {
  if (Math.round(ms) < 1_000) return `${Math.round(ms)}${SPACE}ms`;
  const seconds = Math.round(ms / 100) / 10;
  return `${Number.isInteger(seconds) || seconds >= 100 ? formatCount(seconds) : seconds.toFixed(1)}${SPACE}s`;
}

/** How long ago or how long it has lasted: `18 s`, `12 min`, `3 h`, `4 days`. */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 120) return `${seconds}${SPACE}s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes}${SPACE}min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours}${SPACE}h` : `${Math.round(hours / 24)}${SPACE}days`;
}

/** `940 B`, `17.0 kB`, `9.5 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${Math.round(bytes)}${SPACE}B`;
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, 'kB'] : bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB'];
  return `${value < 100 ? value.toFixed(1) : formatCount(value)}${SPACE}${unit}`;
}

/** `14:32:10`. Without `toLocaleTimeString`, which makes a formatter at each call: lists write this for every row. */
export function formatClock(at: number): string {
  const time = new Date(at);
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map(twoDigits).join(':');
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** `14:32`. */
export const formatMinute = (at: number): string => formatClock(at).slice(0, 5);

/** A mark on a time line: `14:32`; with seconds where several marks fall into one minute. */
export const formatTick = (at: number, { from, to }: { readonly from: number; readonly to: number }): string =>
  to - from < 600_000 ? formatClock(at) : formatMinute(at);

/** `14:29:05.118`. */
export const formatExact = (at: number): string =>
  `${formatClock(at)}.${String(Math.floor(at) % 1_000).padStart(3, '0')}`;

/** `14:20 – 14:28`; with the day where the days differ, with seconds where it is short. */
export function formatSpan(from: number, to: number): string {
  if (startOfDay(from) !== startOfDay(to))
    return `${formatDay(from)} ${formatMinute(from)} – ${formatDay(to)} ${formatMinute(to)}`;
  const time = to - from < 120_000 ? formatClock : formatMinute;
  return `${time(from)} – ${time(to)}`;
}

const formatDay = (at: number): string => new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });

/** `today 14:29`, `yesterday 16:02`, `18 Nov 09:12`. */
export function formatWhen(at: number, now: number): string {
  const time = formatMinute(at);
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (days === 0) return `today${SPACE}${time}`;
  if (days === 1) return `yesterday${SPACE}${time}`;
  return `${formatDay(at)}${SPACE}${time}`;
}

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** `1 person`, `2 people`. */
export const formatPeople = (count: number): string => `${formatCount(count)} ${count === 1 ? 'person' : 'people'}`;

/** An id is long and random: its beginning is enough to tell one from another. */
export const formatId = (id: string): string => id.slice(0, 8);
