'use client';
import { memo, type ReactNode } from 'react';
import type { PeerView } from '../../admin/schemas/peers.js';
import { formatAge, formatCount, formatDuration, formatId } from '../format.js';
import { Icon } from '../shell/Icon.js';
import { useDashboard } from '../state/context.js';
import { useLinkTo } from '../state/useAddress.js';
import { MicroBars } from './MicroBars.js';

const STATES: Readonly<Record<NonNullable<PeerView['state']>, string>> = {
  open: 'open',
  degraded: 'missing heartbeats',
  lost: 'lost',
  asleep: 'asleep',
};

/** One peer, and the way to its session. */
export const PeerRow = memo(function PeerRow({
  peer,
  index,
  onDisconnect,
}: {
  readonly peer: PeerView;
  readonly index: number;
  readonly onDisconnect: ((peer: PeerView) => void) | null;
}): ReactNode {
  const linkTo = useLinkTo();
  const readAt = useDashboard((state) => state.readAt ?? 0);
  const { id, sessionId, remote, client, openedAt, lastSeenAt, latencyMs, missedInRow, missed, lastHour } = peer;
  const state = peer.state ?? (missedInRow > 0 ? 'degraded' : 'open');
  const to = sessionId ? { screen: 'session', id: sessionId } : { screen: 'peer', id };
  return (
    <tr aria-rowindex={index + 2} data-state={state}>
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- the link in it is its name */}
      <th scope="row">
        <a data-row="" href={linkTo(to)}>
          <span className="hbd-dot" data-state={state} />
          <span className="hbd-id">{formatId(sessionId ?? id)}</span>
          <span className="hbd-hidden">{`, ${STATES[state]}`}</span>
        </a>
      </th>
      <td className="hbd-wide">{remote}</td>
      <td className="hbd-wide hbd-muted" title={client}>
        {client ?? ''}
      </td>
      <td className="hbd-wide hbd-end">{formatAge(readAt - openedAt)}</td>
      <td className="hbd-wide hbd-end">{formatAge(readAt - lastSeenAt)}</td>
      <td className="hbd-wide hbd-end">{latencyMs === null ? '–' : formatDuration(latencyMs)}</td>
      <td className="hbd-end">{missedInRow === 0 ? '–' : <b>{formatCount(missedInRow)}</b>}</td>
      <td className="hbd-end">{missed === undefined ? '–' : formatCount(missed)}</td>
      <td className="hbd-end">{downOf(peer)}</td>
      <td className="hbd-wide">{lastHour && <MicroBars blocks={lastHour} />}</td>
      {onDisconnect && (
        <td className="hbd-wide hbd-end">
          {state !== 'lost' && (
            <button
              type="button"
              className="hbd-tool"
              aria-label={`Disconnect ${formatId(sessionId ?? id)}…`}
              title="Disconnect…"
              onClick={() => onDisconnect(peer)}
            >
              <Icon name="leave" />
            </button>
          )}
        </td>
      )}
    </tr>
  );
});

/** How long the person was away, and how much of it was on the screen. */
function downOf({ downMs, shownMs }: PeerView): ReactNode {
  if (downMs == null) return '–';
  return (
    <>
      {formatDuration(downMs)}
      {shownMs != null && shownMs > 0 && (
        <span className="hbd-muted hbd-small hbd-wide">{` saw ${formatDuration(shownMs)}`}</span>
      )}
    </>
  );
}
