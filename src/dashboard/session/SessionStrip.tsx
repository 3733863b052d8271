'use client';
import type { ReactNode } from 'react';
import type { Timeline } from '../../admin/schemas/timeline.js';
import { formatAge, formatClock, formatDuration, formatMinute, formatTick } from '../format.js';
import { Card } from '../shell/Card.js';
import type { Span } from '../state/address.js';
import { aroundOutage, ticksOf, wholeSession, type Outage } from './sessionDrawing.js';

/** All connections of a session, the outages between them, and a bracket around what is shown below. */
export function SessionStrip({
  timeline,
  now,
  shown,
  onLook,
  children,
}: {
  readonly timeline: Timeline;
  readonly now: number;
  readonly shown: Span;
  readonly onLook: (span: Span) => void;
  readonly children?: ReactNode;
}): ReactNode {
  const { connections, outages, client } = timeline;
  const whole = wholeSession(timeline, now);
  const place = (at: number): number => Math.max(0, Math.min(100, ((at - whole.from) / (whole.to - whole.from)) * 100));
  const last = connections.at(-1);
  const isOpen = last?.closedAt === null;
  const facts = [last?.remote, client, last?.clock && clockWords(last.clock)].filter(Boolean).join(' · ');
  return (
    <Card
      title={`${connections.length} ${connections.length === 1 ? 'connection' : 'connections'}`}
      beside={<span className="hbd-muted">{`since ${formatMinute(whole.from)}`}</span>}
      aside={children}
    >
      <p className="hbd-inset hbd-facts">
        <span className="hbd-muted">{facts}</span>
        <span className="hbd-state">
          <span className="hbd-dot" data-state={isOpen ? 'open' : 'lost'} />
          {isOpen ? 'connected' : 'not connected'}
        </span>
      </p>
      <div className="hbd-session">
        <ol className="hbd-stripe" aria-label="Connections and outages">
          {connections.map(({ connectionId, openedAt, closedAt }, index) => (
            <li
              key={connectionId}
              className="hbd-connection"
              style={{
                insetInlineStart: `${place(openedAt)}%`,
                inlineSize: `${Math.max(0.4, place(closedAt ?? whole.to) - place(openedAt))}%`,
              }}
            >
              <b>{index + 1}</b>
              <span className="hbd-muted">{formatAge((closedAt ?? now) - openedAt)}</span>
            </li>
          ))}
          {outages.map((outage) => (
            <OutageMark key={outage.from} outage={outage} now={now} place={place} onLook={onLook} />
          ))}
        </ol>
        <i
          className="hbd-bracket"
          style={{
            insetInlineStart: `${place(shown.from)}%`,
            inlineSize: `${Math.max(0.8, place(shown.to) - place(shown.from))}%`,
          }}
        />
        <span className="hbd-ticks" aria-hidden="true">
          {ticksOf(whole, 8)
            .filter((at) => place(at) > 3 && place(at) < 97)
            .map((at) => (
              <span key={at} style={{ insetInlineStart: `${place(at)}%` }}>
                {formatTick(at, whole)}
              </span>
            ))}
        </span>
      </div>
    </Card>
  );
}

function OutageMark({
  outage,
  now,
  place,
  onLook,
}: {
  readonly outage: Outage;
  readonly now: number;
  readonly place: (at: number) => number;
  readonly onLook: (span: Span) => void;
}): ReactNode {
  const { from, to, cause, says } = outage;
  const end = to ?? now;
  const isGentle = cause === 'asleep' || cause === 'offline' || cause === 'client';
  return (
    <li
      className="hbd-gap"
      data-gentle={isGentle || undefined}
      style={{ insetInlineStart: `${place(from)}%`, inlineSize: `${Math.max(0.4, place(end) - place(from))}%` }}
    >
      <button
        type="button"
        data-row=""
        title={says}
        aria-label={`Outage at ${formatClock(from)}, ${formatDuration(end - from)}: ${says}`}
        onClick={() => onLook(aroundOutage(outage, now))}
      />
    </li>
  );
}

const clockWords = ({ offsetMs, errorMs, isUnsure }: NonNullable<Timeline['connections'][number]['clock']>): string =>
  `clock ${offsetMs < 0 ? '−' : '+'}${formatDuration(Math.abs(Math.round(offsetMs)))} ± ${formatDuration(Math.round(errorMs))}${isUnsure ? ', not certain' : ''}`;
