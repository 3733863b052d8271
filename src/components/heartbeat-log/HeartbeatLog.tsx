'use client';
import { forwardRef, useEffect, useRef, useState, type HTMLAttributes } from 'react';
import type { HeartbeatEvent } from '../../protocol/events.js';
import { useHeartbeatLog } from '../../react/useHeartbeatLog.js';
import type { LabelOverrides } from '../labels.js';
import { useGroup } from '../labelsContext.js';
import { Part, type PartProps } from '../Part.js';
import type { ConnectionSource } from '../types.js';
import { describe, timeOf, toneOf, toJsonLines } from './describe.js';
import { englishLog } from './englishLog.js';
import { LogToolbar } from './LogToolbar.js';

/** What `className` and `style` functions of `HeartbeatLog` are given. */
export interface HeartbeatLogState {
  readonly isPaused: boolean;
  readonly isFollowing: boolean;
  /** The kind that is shown; empty for all. */
  readonly kind: string;
}

/** Props of `HeartbeatLog`; those of a `section` go to its element. */
export interface HeartbeatLogProps extends PartProps<HTMLAttributes<HTMLElement>, HeartbeatLogState> {
  /** The connection; by default the nearest provider's. */
  socket?: ConnectionSource | undefined;
  /** How many of the newest records are shown, 0 for none; copy and download take all. @default 200 */
  limit?: number | undefined;
  /** Words to use instead of the built-in ones. */
  labels?: LabelOverrides | undefined;
}

/**
 * The event log of the connection, for developers and support: filter it by kind, follow or pause it, copy it as JSON
 * lines, download it. It announces nothing, because records come too fast to be read out.
 *
 * | attribute | values |
 * |---|---|
 * | `data-paused`, `data-following` | present while the log is paused, or scrolls to its newest record |
 */
export const HeartbeatLog = forwardRef<HTMLElement, HeartbeatLogProps>(function HeartbeatLog(
  { socket, limit = 200, labels, ...rest },
  ref,
) {
  const live = useHeartbeatLog(socket);
  const [held, setHeld] = useState<readonly HeartbeatEvent[] | null>(null);
  const [kind, setKind] = useState('');
  const [isFollowing, setFollowing] = useState(true);
  const words = useGroup('log', englishLog, labels);
  const list = useRef<HTMLOListElement>(null);

  const records = held ?? live;
  const matching = kind ? records.filter((record) => record.kind === kind) : records;
  const rows = limit ? matching.slice(-limit) : [];

  useEffect(() => {
    if (isFollowing && list.current) list.current.scrollTop = list.current.scrollHeight;
  });

  return (
    <Part
      tag="section"
      name="log"
      state={{ isPaused: held !== null, isFollowing, kind }}
      given={{ 'aria-label': words.name, ...rest }}
      own={{ 'data-paused': held ? '' : undefined, 'data-following': isFollowing ? '' : undefined }}
      partRef={ref}
    >
      <LogToolbar
        words={words}
        kinds={[...new Set(records.map((record) => record.kind))].sort()}
        kind={kind}
        onKind={setKind}
        isPaused={held !== null}
        onPause={() => setHeld(held ? null : live)}
        isFollowing={isFollowing}
        onFollow={() => setFollowing(!isFollowing)}
        toText={() => toJsonLines(matching)}
      />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that the arrow keys can scroll it */}
      <ol ref={list} tabIndex={0} aria-label={words.name} data-heartbeat="log-rows">
        {matching.length > rows.length && <li data-tone="plain">{words.earlier(matching.length - rows.length)}</li>}
        {!matching.length && <li data-tone="plain">{words.empty}</li>}
        {rows.map((record) => (
          <li key={record.seq} data-tone={toneOf(record)}>
            <time dateTime={new Date(record.at).toISOString()}>{timeOf(record.at)}</time>
            <span data-heartbeat="log-kind">{record.kind}</span>
            <span data-heartbeat="log-details">{describe(record)}</span>
          </li>
        ))}
      </ol>
    </Part>
  );
});
