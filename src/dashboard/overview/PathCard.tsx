'use client';
import { type ReactNode } from 'react';
import type { GatewayStats, PathLimit } from '../../admin/schemas/stats.js';
import { formatCount, formatDuration, formatWhen } from '../format.js';
import { useSize } from '../layout/useSize.js';
import { Card } from '../shell/Card.js';
import { useLinkTo } from '../state/useAddress.js';
import { useNow } from '../state/useNow.js';
import type { Bin } from './bins.js';

const ASSUMED = { width: 270, height: 64 };
const BASE = 46;
/** Dots above each other. More are said as a number. */
const MAX_DOTS = 7;

/** How long it was silent before connections were cut, one dot for each, and the limit that they show. */
export function PathCard({ stats }: { readonly stats: GatewayStats }): ReactNode {
  const linkTo = useLinkTo();
  const now = useNow();
  const { silenceBeforeCloseMs: silences, pathLimits } = stats;
  if (!silences) return null;
  const idle = pathLimits?.find(({ kind }) => kind === 'idle');
  const age = pathLimits?.find(({ kind }) => kind === 'age');
  const closes = silences.reduce((sum, { count }) => sum + count, 0);
  return (
    <Card title="Limit of the path" aside={idle && `learned ${formatWhen(idle.learnedAt, now)}`} className="hbd-path">
      {closes > 0 && <Dots silences={silences} limit={idle} />}
      <p className="hbd-inset">
        {idle ? (
          <>
            {'Connections end after '}
            <b>{formatDuration(idle.afterMs)}</b>
            {` of silence: ${formatCount(idle.closes)} did. `}
            {idle.longestIntervalMs !== undefined && (
              <a className="hbd-more" href={linkTo({ screen: 'settings' })}>
                {`Beat at least every ${formatDuration(idle.longestIntervalMs)}`}
                <span aria-hidden="true"> →</span>
              </a>
            )}
          </>
        ) : (
          <span className="hbd-muted">
            {closes === 0
              ? 'No connection was cut in this time.'
              : `${formatCount(closes)} ${closes === 1 ? 'connection was' : 'connections were'} cut, at no silence in particular. A limit above the interval does not show.`}
          </span>
        )}
        {age && ` They also end at the age of ${formatDuration(age.afterMs)}; the clients come back by themselves.`}
      </p>
    </Card>
  );
}

function Dots({
  silences,
  limit,
}: {
  readonly silences: readonly Bin[];
  readonly limit: PathLimit | undefined;
}): ReactNode {
  const [box, { width }] = useSize(ASSUMED);
  const isAt = ({ fromMs, toMs }: Bin): boolean =>
    limit !== undefined && fromMs <= limit.afterMs && limit.afterMs <= (toMs ?? Infinity);
  // A bin is wide: what is in the one with the limit ended at the limit, and not in the middle of the bin.
  const placeOf = (bin: Bin): number => (limit !== undefined && isAt(bin) ? limit.afterMs : middle(bin));
  const longest = Math.max(limit?.afterMs ?? 0, ...silences.filter(({ count }) => count > 0).map(placeOf));
  const end = Math.max(10_000, longest * 1.25);
  const x = (ms: number): number => 6 + (Math.min(ms, end) / end) * (width - 12);
  const words = silences
    .filter(({ count }) => count > 0)
    .map((bin) => `${bin.count} after ${formatDuration(Math.round(placeOf(bin)))}`);
  return (
    <div ref={box} className="hbd-dots">
      <span className="hbd-hidden">{`Silence before the cut: ${words.join(', ')}`}</span>
      <svg width={width} height={64} aria-hidden="true">
        <path className="hbd-axis" d={`M0 ${BASE + 4.5}H${width}`} />
        {limit && <path className="hbd-limit" d={`M${x(limit.afterMs)} 4V${BASE + 4}`} />}
        {silences.flatMap((bin) =>
          Array.from({ length: Math.min(bin.count, MAX_DOTS) }, (_, index) => (
            <circle
              key={`${bin.fromMs}-${index}`}
              data-at-limit={isAt(bin) || undefined}
              cx={x(placeOf(bin))}
              cy={BASE - index * 6}
              r={2.2}
            />
          )),
        )}
        {[0, 0.5, 1].map((part) => (
          <text key={part} x={x(end * part)} y={62} textAnchor={part === 0 ? 'start' : part === 1 ? 'end' : 'middle'}>
            {part === 0 ? '0' : `${formatCount((end * part) / 1_000)} s`}
          </text>
        ))}
      </svg>
    </div>
  );
}

const middle = ({ fromMs, toMs }: Bin): number => (toMs === null ? fromMs : (fromMs + toMs) / 2);
