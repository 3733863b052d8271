'use client';
import { memo, type ReactNode } from 'react';
import type { PeerView } from '../../admin/schemas/peers.js';
import { formatAge, formatCount, formatDuration, formatId } from '../format.js';
import { Icon } from '../shell/Icon.js';
import { TABLE_ROLES } from '../layout/tableRoles.js';
import type { LinkTo } from '../state/useAddress.js';
import { MicroBars } from './MicroBars.js';

const STATES: Readonly<Record<NonNullable<PeerView['state']>, string>> = {
  open: 'open',
  degraded: 'missing heartbeats',
  lost: 'lost',
  asleep: 'asleep',
};

/**
 * One peer, and the way to its session. A scroll makes some of these in each frame: it asks no store, and has no element
 * that is not seen.
 */
export const PeerRow = memo(function PeerRow({
  peer,
  index,
  top,
  readAt,
  linkTo,
  onDisconnect,
}: {
  readonly peer: PeerView;
  readonly index: number;
  /** Where it stands in the list, in pixels. */
  readonly top: number;
  /** When the list was read: ages are those of then. */
  readonly readAt: number;
  readonly linkTo: LinkTo;
  readonly onDisconnect: ((peer: PeerView) => void) | null;
}): ReactNode {
  const { id, sessionId, remote, client, openedAt, lastSeenAt, latencyMs, missedInRow, missed, lastHour } = peer;
  const state = peer.state ?? (missedInRow > 0 ? 'degraded' : 'open');
  const name = formatId(sessionId ?? id);
  const to = sessionId ? { screen: 'session', id: sessionId } : { screen: 'peer', id };
  return (
    <tr {...TABLE_ROLES.row} aria-rowindex={index + 2} style={{ insetBlockStart: `${top}px` }}>
      <th {...TABLE_ROLES.rowHeader} scope="row">
        <a data-row="" href={linkTo(to)} aria-label={`${name}, ${STATES[state]}`}>
          <span className="hbd-dot" data-state={state} />
          {name}
        </a>
      </th>
      <td {...TABLE_ROLES.cell} className="hbd-above-1000 hbd-cut">
        {remote}
      </td>
      <td {...TABLE_ROLES.cell} className="hbd-above-720 hbd-muted hbd-cut" title={client}>
        {client ?? ''}
      </td>
      <td {...TABLE_ROLES.cell} className="hbd-above-1240 hbd-end">
        {formatAge(readAt - openedAt)}
      </td>
      <td {...TABLE_ROLES.cell} className="hbd-above-860 hbd-end">
        {formatAge(readAt - lastSeenAt)}
      </td>
      <td {...TABLE_ROLES.cell} className="hbd-above-860 hbd-end">
        {latencyMs === null ? '–' : formatDuration(latencyMs)}
      </td>
      <td {...TABLE_ROLES.cell} className="hbd-end">
        {missedInRow === 0 ? '–' : <b>{formatCount(missedInRow)}</b>}
      </td>
      <td {...TABLE_ROLES.cell} className="hbd-end">
        {missed === undefined ? '–' : formatCount(missed)}
      </td>
      <td {...TABLE_ROLES.cell} className="hbd-end hbd-cut">
        {downOf(peer)}
      </td>
      <td {...TABLE_ROLES.cell} className="hbd-above-1240">
        {lastHour && <MicroBars blocks={lastHour} />}
      </td>
      {onDisconnect && (
        <td {...TABLE_ROLES.cell} className="hbd-above-860 hbd-acts-of">
          {state !== 'lost' && (
            <button
              type="button"
              className="hbd-tool"
              aria-label={`Disconnect ${name}…`}
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
