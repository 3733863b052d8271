'use client';
import { type ReactNode } from 'react';
import { formatClock, formatDuration, formatExact } from '../format.js';
import { useSize } from '../layout/useSize.js';
import { Card } from '../shell/Card.js';
import { bannerOf, ticksOf, type Line, type Outage } from './sessionDrawing.js';

const ASSUMED = { width: 1_060, height: 150 };
const SCREEN_Y = 34;
const CLIENT_Y = 84;
const GATEWAY_Y = 124;
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
  const events = records.filter(({ kind, at }) => kind in WORDS && at >= span.from && at <= span.to);
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
          <svg width={width} height={168} aria-hidden="true">
            <rect
              className="hbd-down"
              x={x(outage.from)}
              y={4}
              width={x(end) - x(outage.from)}
              height={GATEWAY_Y + 12}
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
                <path className="hbd-grid" d={`M${x(at)} 4V${GATEWAY_Y + 16}`} />
                <text x={x(at)} y={160} textAnchor="middle">
                  {formatClock(at)}
                </text>
              </g>
            ))}
            <path className="hbd-axis" d={`M${left} ${CLIENT_Y}H${x(span.to)}M${left} ${GATEWAY_Y}H${x(span.to)}`} />
            {banner && banner.from > outage.from + 200 && x(banner.from) - x(outage.from) > 60 && (
              <text x={(x(outage.from) + x(banner.from)) / 2} y={SCREEN_Y + 4} textAnchor="middle">
                {`${formatDuration(banner.from - outage.from)} of grace`}
              </text>
            )}
            <Waits records={records} x={x} span={span} />
            {events.map((record) => (
              <Event key={`${record.side}${record.seq}`} record={record} x={x(record.at)} />
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
function Waits({
  records,
  x,
  span,
}: {
  readonly records: readonly Line[];
  readonly x: (at: number) => number;
  readonly span: { readonly from: number; readonly to: number };
}): ReactNode {
  const waits = records.filter(({ kind, at }) => kind === 'retry.scheduled' && at >= span.from && at <= span.to);
  return waits.map((record) => {
    const delayMs = typeof record['delayMs'] === 'number' ? record['delayMs'] : 0;
    const [from, to] = [x(record.at), x(record.at + delayMs)];
    if (to - from < 90) return null;
    return (
      <g key={record.seq}>
        <path className="hbd-wait" d={`M${from} ${CLIENT_Y}H${to}`} />
        <text x={(from + to) / 2} y={CLIENT_Y - 9} textAnchor="middle">
          {`waits ${formatDuration(delayMs)}`}
        </text>
      </g>
    );
  });
}

function Event({ record, x }: { readonly record: Line; readonly x: number }): ReactNode {
  const y = record.side === 'client' ? CLIENT_Y : GATEWAY_Y;
  const isBad = record.kind === 'connection.closed' || record.kind === 'connect.failed';
  const word =
    record.kind === 'connection.closed'
      ? typeof record['code'] === 'number'
        ? String(record['code'])
        : WORDS[record.kind]
      : WORDS[record.kind];
  return (
    <g>
      <rect className="hbd-mark" data-bad={isBad || undefined} x={x - 3} y={y - 3} width={6} height={6} rx={3} />
      <text x={x} y={record.side === 'client' ? y - 9 : y + 16} textAnchor="middle">
        {word}
      </text>
    </g>
  );
}
