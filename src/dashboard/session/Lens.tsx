'use client';
import { type ReactNode } from 'react';
import { formatClock, formatDuration, formatExact } from '../format.js';
import { useSize } from '../layout/useSize.js';
import { Card } from '../shell/Card.js';
import { placeLabels, widthOf, type Label } from './placeLabels.js';
import { bannerOf, ticksOf, type Line, type Outage } from './sessionDrawing.js';

const ASSUMED = { width: 1_060, height: 150 };
const SCREEN_Y = 34;
const CLIENT_Y = 84;
const GATEWAY_Y = 124;
/** From one line of words to the next. */
const LINE_PX = 13;
const NARROW_PX = 560;
/** An outage that lasts is not magnified: the time line shows it as well. */
const MAX_MS = 600_000;

const WORDS: Readonly<Record<string, string>> = {
  'connection.closed': 'closed',
  'connect.started': 'dials',
  'connect.opened': 'open',
  'connect.failed': 'fails',
  'heartbeat.timeout': 'gives up',
  reconnected: 'welcome',
};

/** One outage magnified: what either end knew, and what the person had on the screen. */
export function Lens({
  outage,
  records,
  now,
}: {
  readonly outage: Outage;
  readonly records: readonly Line[];
  readonly now: number;
}): ReactNode {
  const [box, { width }] = useSize(ASSUMED);
  const end = outage.to ?? now;
  const length = end - outage.from;
  const around = Math.max(1_000, length * 0.35);
  const span = { from: outage.from - around, to: end + around };
  const banner = bannerOf(outage, records, now);
  const seen = banner === null ? 'nothing' : `our banner, for ${formatDuration(banner.to - banner.from)}`;
  if (length > MAX_MS) return null;
  const isNarrow = width < NARROW_PX;
  const left = isNarrow ? 0 : 98;
  const x = (at: number): number =>
    left + ((Math.min(Math.max(at, span.from), span.to) - span.from) / (span.to - span.from)) * (width - left - 20);
  const isInView = ({ at }: Line): boolean => at >= span.from && at <= span.to;
  const events = records.filter((record) => record.kind in WORDS && isInView(record));
  const waits = waitsOf(records.filter(isInView));
  const grace = `${formatDuration((banner?.from ?? 0) - outage.from)} of grace`;
  const room = { from: left, to: width, lines: 2 };
  const wordsOf = (side: Line['side']): readonly Label[] =>
    events.filter((record) => record.side === side).map((record) => ({ x: x(record.at), text: wordOf(record) }));
  const waitWords = waits
    .map(({ from, to }) => ({
      x: (x(from) + x(to)) / 2,
      text: `waits ${formatDuration(to - from)}`,
      px: x(to) - x(from),
    }))
    .filter(({ px, text }) => px > widthOf(text));
  return (
    <Card
      title="The outage"
      beside={<span className="hbd-muted">{`${formatExact(outage.from)}, ${formatDuration(length)}`}</span>}
      className="hbd-lens"
    >
      <p className="hbd-inset">
        <span className="hbd-muted">On the screen of the person: </span>
        <b>{seen}</b>
      </p>
      <div ref={box} className="hbd-both">
        {!isNarrow && (
          <svg width={width} height={180} aria-hidden="true">
            <rect
              className="hbd-down"
              x={x(outage.from)}
              y={4}
              width={x(end) - x(outage.from)}
              height={GATEWAY_Y + 20}
            />
            <text x={0} y={SCREEN_Y + 4} data-strong="">
              On the screen
            </text>
            <text x={0} y={CLIENT_Y + 4} data-strong="">
              Client
            </text>
            <text x={0} y={GATEWAY_Y + 4} data-strong="">
              Gateway
            </text>
            {ticksOf(span, 7).map((at) => (
              <g key={at}>
                <path className="hbd-grid" d={`M${x(at)} 4V${GATEWAY_Y + 34}`} />
                <text x={x(at)} y={172} textAnchor="middle">
                  {formatClock(at)}
                </text>
              </g>
            ))}
            <path className="hbd-axis" d={`M${left} ${CLIENT_Y}H${x(span.to)}M${left} ${GATEWAY_Y}H${x(span.to)}`} />
            {banner && banner.from > outage.from + 200 && x(banner.from) - x(outage.from) > widthOf(grace) && (
              <text x={(x(outage.from) + x(banner.from)) / 2} y={SCREEN_Y + 4} textAnchor="middle">
                {grace}
              </text>
            )}
            {waits.map(({ from, to }) => (
              <path key={from} className="hbd-wait" d={`M${x(from)} ${CLIENT_Y}H${x(to)}`} />
            ))}
            {events.map((record) => (
              <Mark key={`${record.side}${record.seq}`} record={record} x={x(record.at)} />
            ))}
            {placeLabels([...wordsOf('client'), ...waitWords], room).map(({ x: at, text, line }) => (
              <text key={`${text}${at}`} x={at} y={CLIENT_Y - 9 - line * LINE_PX} textAnchor="middle">
                {text}
              </text>
            ))}
            {placeLabels(wordsOf('gateway'), room).map(({ x: at, text, line }) => (
              <text key={`${text}${at}`} x={at} y={GATEWAY_Y + 16 + line * LINE_PX} textAnchor="middle">
                {text}
              </text>
            ))}
          </svg>
        )}
        {!isNarrow && banner && x(banner.to) - x(banner.from) > 70 && (
          <span
            className="hbd-pill"
            aria-hidden="true"
            style={{ left: `${x(banner.from)}px`, width: `${x(banner.to) - x(banner.from)}px` }}
          >
            <i />
            <b>Connection lost</b>
            <span>{formatDuration(banner.to - banner.from)}</span>
          </span>
        )}
      </div>
    </Card>
  );
}

/** Between an end and the next attempt the client waits, so that not all come back at once. */
const waitsOf = (records: readonly Line[]): readonly { readonly from: number; readonly to: number }[] =>
  records
    .filter(({ kind }) => kind === 'retry.scheduled')
    .map(({ at, delayMs }) => ({ from: at, to: at + (typeof delayMs === 'number' ? delayMs : 0) }));

const wordOf = ({ kind, code }: Line): string =>
  kind === 'connection.closed' && typeof code === 'number' ? String(code) : (WORDS[kind] ?? kind);

function Mark({ record, x }: { readonly record: Line; readonly x: number }): ReactNode {
  const y = record.side === 'client' ? CLIENT_Y : GATEWAY_Y;
  const isBad = record.kind === 'connection.closed' || record.kind === 'connect.failed';
  return (
    <rect className="hbd-mark" data-bad={isBad || undefined} x={x - 3} y={y - 3} width={6} height={6} rx={3}>
      <title>{wordOf(record)}</title>
    </rect>
  );
}
