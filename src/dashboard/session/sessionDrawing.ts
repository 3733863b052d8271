import type { Timeline } from '../../admin/schemas/timeline.js';
import type { Span } from '../state/address.js';

/** One record, as the time line has it. */
export type Line = Timeline['records'][number];
export type Outage = Timeline['outages'][number];

/** One ping with its answer, seen from the side that sent it. */
export interface Beat {
  readonly side: Line['side'];
  readonly sentAt: number;
  /** Null: no answer came. */
  readonly answeredAt: number | null;
}

/** An answer that took longer is drawn as late. */
const LATE_MS = 1_000;
export const isLate = ({ sentAt, answeredAt }: Beat): boolean => answeredAt !== null && answeredAt - sentAt > LATE_MS;

const isBeat = ({ kind }: Line): boolean => kind.startsWith('ping.') || kind.startsWith('pong.');

/** The pings of both sides with their answers: by their ids, and without ids by their order. */
export function beatsOf(records: readonly Line[]): readonly Beat[] {
  const beats: { side: Line['side']; id: unknown; sentAt: number; answeredAt: number | null }[] = [];
  for (const { kind, side, at, ...record } of records) {
    const id = record['id'];
    if (kind === 'ping.sent') beats.push({ side, id, sentAt: at, answeredAt: null });
    if (kind !== 'pong.received') continue;
    const sent = beats.findLast(
      (beat) => beat.side === side && beat.answeredAt === null && (id === undefined || beat.id === id),
    );
    if (sent) sent.answeredAt = at;
  }
  return beats;
}

/** A record, or beats that came one after the other, folded. */
export type RecordRow = { readonly line: Line } | { readonly beats: readonly Line[] };

/** Folds pings and pongs: what happened stands out. */
export function folded(records: readonly Line[]): readonly RecordRow[] {
  const rows: RecordRow[] = [];
  let run: Line[] = [];
  const end = (): void => {
    if (run.length > 1) rows.push({ beats: run });
    else rows.push(...run.map((line) => ({ line })));
    run = [];
  };
  for (const line of records) {
    if (isBeat(line)) {
      run.push(line);
    } else {
      end();
      rows.push({ line });
    }
  }
  end();
  return rows;
}

/** What is looked at when nothing is chosen: the last outage with what was around it, or the last minutes. */
export function defaultWindow({ outages, records, connections }: Timeline, now: number): Span {
  const outage = outages.at(-1);
  if (outage) return aroundOutage(outage, now);
  const last = records.at(-1)?.at ?? connections.at(-1)?.openedAt ?? now;
  return { from: last - 170_000, to: last + 10_000 };
}

/** An outage with a minute and a half before it, and a little after it. */
export function aroundOutage({ from, to }: Outage, now: number): Span {
  const end = to ?? now;
  const around = Math.max(30_000, (end - from) / 2);
  return { from: Math.round(from - Math.max(90_000, around)), to: Math.round(end + around) };
}

/** The whole session: from its first connection to its last news. */
export function wholeSession({ connections, records }: Timeline, now: number): Span {
  const from = Math.min(connections[0]?.openedAt ?? Infinity, records[0]?.at ?? Infinity);
  const isOpen = connections.at(-1)?.closedAt === null;
  const to = isOpen ? now : Math.max(connections.at(-1)?.closedAt ?? 0, records.at(-1)?.at ?? 0);
  if (!Number.isFinite(from)) return { from: now - 60_000, to: now };
  return { from, to: Math.max(to, from + 1_000) };
}

/** Round instants for an axis, at most so many. */
export function ticksOf({ from, to }: Span, most: number): readonly number[] {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 86_400].map(
    (step) => step * 1_000,
  );
  const step = steps.find((one) => (to - from) / one <= most) ?? 86_400_000;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to && ticks.length < 100; at += step) ticks.push(at);
  return ticks;
}

/** What the person had on the screen in an outage: from when the banner was there, until when. Null: nothing was shown. */
export function bannerOf({ from, to, shownMs }: Outage, records: readonly Line[], now: number): Span | null {
  const end = to ?? now;
  const shown = records.find(
    ({ kind, side, at }) => side === 'client' && kind === 'lost' && at >= from - 2_000 && at <= end,
  );
  if (shown) return { from: shown.at, to: end };
  return shownMs === null || shownMs <= 0 ? null : { from: Math.max(from, end - shownMs), to: end };
}
