'use client';
import { useMemo, type ReactNode } from 'react';
import type { Timeline } from '../../admin/schemas/timeline.js';
import { formatClock, formatDuration, formatSpan } from '../format.js';
import { useSize } from '../layout/useSize.js';
import { Card } from '../shell/Card.js';
import type { Span } from '../state/address.js';
import { beatsOf, isLate, ticksOf, type Beat, type Line, type Outage } from './sessionDrawing.js';
import { SessionSequence } from './SessionSequence.js';

const ASSUMED = { width: 1_060, height: 150 };
const CLIENT_Y = 38;
const WIRE_Y = 74;
const GATEWAY_Y = 110;
const AXIS_Y = 142;
/** A narrow page reads time from top to bottom. */
const NARROW_PX = 560;
/** Silence that is worth a dimension line. */
const SILENCE_MS = 5_000;

/** Both ends over one time: the client above, the gateway below, and between them what went over the wire. */
export function SessionTimeline({
  timeline,
  shown,
  outage,
  now,
}: {
  readonly timeline: Timeline;
  readonly shown: Span;
  readonly outage: Outage | null;
  readonly now: number;
}): ReactNode {
  const [box, { width }] = useSize(ASSUMED);
  const { records } = timeline;
  const inView = useMemo(() => records.filter(({ at }) => at >= shown.from && at <= shown.to), [records, shown]);
  const beats = useMemo(() => beatsOf(inView), [inView]);
  return (
    <Card
      title="Both ends"
      beside={<span className="hbd-muted">{formatSpan(shown.from, shown.to)}</span>}
      aside={
        <span className="hbd-key" aria-hidden="true">
          <i data-mark="ping" /> ping <i data-mark="answer" /> answered <i data-mark="late" /> late
        </span>
      }
    >
      <div ref={box} className="hbd-both">
        <span className="hbd-hidden">{inWords(beats, outage, now)}</span>
        {width < NARROW_PX ? (
          <SessionSequence records={inView} beats={beats} outage={outage} />
        ) : (
          <Drawn width={width} shown={shown} records={inView} beats={beats} outage={outage} now={now} />
        )}
      </div>
    </Card>
  );
}

function Drawn({
  width,
  shown,
  records,
  beats,
  outage,
  now,
}: {
  readonly width: number;
  readonly shown: Span;
  readonly records: readonly Line[];
  readonly beats: readonly Beat[];
  readonly outage: Outage | null;
  readonly now: number;
}): ReactNode {
  const left = 98;
  const right = width - 20;
  const x = (at: number): number =>
    left + ((Math.min(Math.max(at, shown.from), shown.to) - shown.from) / (shown.to - shown.from)) * (right - left);
  const silent = silenceBefore(records, outage);
  return (
    <svg width={width} height={152} aria-hidden="true">
      {outage && (
        <rect
          className="hbd-down"
          x={x(outage.from)}
          y={22}
          width={Math.max(2, x(outage.to ?? now) - x(outage.from))}
          height={AXIS_Y - 36}
        />
      )}
      {ticksOf(shown, 7).map((at) => (
        <g key={at}>
          <path className="hbd-grid" d={`M${x(at)} 22V${AXIS_Y - 14}`} />
          <text x={x(at)} y={AXIS_Y} textAnchor="middle">
            {formatClock(at)}
          </text>
        </g>
      ))}
      <text x={0} y={CLIENT_Y + 4} data-strong="">
        Client
      </text>
      <text x={0} y={WIRE_Y + 4}>
        Wire
      </text>
      <text x={0} y={GATEWAY_Y + 4} data-strong="">
        Gateway
      </text>
      <path className="hbd-axis" d={`M${left} ${CLIENT_Y}H${right}M${left} ${GATEWAY_Y}H${right}`} />
      {beats.map((beat) => (
        <BeatMark key={`${beat.side}${beat.sentAt}`} beat={beat} x={x} />
      ))}
      {records.filter(isMark).map((record) => (
        <Mark key={`${record.side}${record.seq}`} record={record} x={x(record.at)} />
      ))}
      {silent && (
        <g className="hbd-silence">
          <path
            d={`M${x(silent.from)} ${WIRE_Y - 4}v8M${x(silent.from)} ${WIRE_Y}H${x(silent.to)}M${x(silent.to)} ${WIRE_Y - 4}v8`}
          />
          <text x={(x(silent.from) + x(silent.to)) / 2} y={WIRE_Y - 7} textAnchor="middle" data-strong="">
            {`${formatDuration(silent.to - silent.from)} of silence`}
          </text>
        </g>
      )}
      {outage && <path className="hbd-cut" d={`M${x(outage.from) - 4} ${WIRE_Y - 4}l8 8m0-8l-8 8`} />}
    </svg>
  );
}

function BeatMark({ beat, x }: { readonly beat: Beat; readonly x: (at: number) => number }): ReactNode {
  const [own, other] = beat.side === 'client' ? [CLIENT_Y, GATEWAY_Y] : [GATEWAY_Y, CLIENT_Y];
  const { sentAt, answeredAt } = beat;
  const there = answeredAt === null ? sentAt : (sentAt + answeredAt) / 2;
  return (
    <g className="hbd-beat" data-late={isLate(beat) || undefined} data-open={answeredAt === null || undefined}>
      <path
        d={`M${x(sentAt)} ${own}L${x(there)} ${answeredAt === null ? (own + other) / 2 : other}${answeredAt === null ? '' : `L${x(answeredAt)} ${own}`}`}
      />
      <circle cx={x(sentAt)} cy={own} r={3} />
      {answeredAt !== null && (
        <circle data-answer="" cx={isLate(beat) ? x(answeredAt) : x(there)} cy={isLate(beat) ? own : other} r={3} />
      )}
    </g>
  );
}

/** Records that are not pings or pongs and deserve a mark of their own. */
const MARKS =
  /^(?:connection\.closed|connect\.opened|connect\.failed|settings\.changed|heartbeat\.(?:missed|timeout)|lost|restored|drain\.received|clock\.wake)$/;
const isMark = ({ kind }: Line): boolean => MARKS.test(kind);

function Mark({ record, x }: { readonly record: Line; readonly x: number }): ReactNode {
  const y = record.side === 'client' ? CLIENT_Y : GATEWAY_Y;
  const isBad =
    record.kind === 'connection.closed' || record.kind === 'heartbeat.timeout' || record.kind === 'connect.failed';
  const isMissed = record.kind === 'heartbeat.missed';
  return (
    <rect
      className="hbd-mark"
      data-bad={isBad || undefined}
      data-missed={isMissed || undefined}
      x={x - 3.5}
      y={y - 3.5}
      width={7}
      height={7}
      rx={1}
    >
      <title>{record.kind}</title>
    </rect>
  );
}

/** The silence before an outage, as the gateway measured it. */
function silenceBefore(records: readonly Line[], outage: Outage | null): Span | null {
  if (!outage) return null;
  const closed = records.find(
    ({ kind, side, at }) => kind === 'connection.closed' && side === 'gateway' && Math.abs(at - outage.from) < 2_000,
  );
  const silentMs = closed?.['silentMs'];
  return typeof silentMs === 'number' && silentMs >= SILENCE_MS
    ? { from: outage.from - silentMs, to: outage.from }
    : null;
}

function inWords(beats: readonly Beat[], outage: Outage | null, now: number): string {
  const late = beats.filter(isLate).length;
  const open = beats.filter(({ answeredAt }) => answeredAt === null).length;
  const lost = outage
    ? `, an outage from ${formatClock(outage.from)} for ${formatDuration((outage.to ?? now) - outage.from)}`
    : '';
  return `${beats.length} pings, ${late} answered late, ${open} not answered${lost}. The records below say the same in words.`;
}
