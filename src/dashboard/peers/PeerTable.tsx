'use client';
import { useEffect, useState, type ReactNode } from 'react';
import type { PeerSort } from '../../admin/schemas/peers.js';
import type { PeerView } from '../../admin/schemas/peers.js';
import { useConnection } from '../../react/index.js';
import { TABLE_ROLES } from '../layout/tableRoles.js';
import { useRows } from '../layout/useRows.js';
import { useCanAct } from '../state/context.js';
import { useLinkTo } from '../state/useAddress.js';
import { DisconnectDialog } from './DisconnectDialog.js';
import { PeerRow } from './PeerRow.js';

/**
 * The columns, the sort that each offers, and above which width of the page it is shown. Their widths are the grid tracks of
 * `.hbd-peers` in the stylesheet, in this order.
 */
const COLUMNS: readonly {
  readonly title: string;
  readonly sort?: PeerSort;
  readonly above?: 1_240 | 1_000 | 860 | 720;
  readonly isEnd?: boolean;
}[] = [
  { title: 'Session' },
  { title: 'Address', above: 1_000 },
  { title: 'Client', above: 720 },
  { title: 'Open for', sort: 'opened', above: 1_240, isEnd: true },
  { title: 'Heard', sort: 'seen', above: 860, isEnd: true },
  { title: 'Round trip', sort: 'latency', above: 860, isEnd: true },
  { title: 'In a row', sort: 'worst', isEnd: true },
  { title: 'Missed', sort: 'missed', isEnd: true },
  { title: 'Down', isEnd: true },
  { title: 'Last hour', above: 1_240 },
];

/** Peers in rows of which only those in view exist. */
export function PeerTable({
  peers,
  total,
  readAt,
  sort,
  onSort,
  onEnd,
}: {
  readonly peers: readonly PeerView[];
  /** How many there are, as far as is known: the page is as high as all of them. */
  readonly total: number;
  readonly readAt: number;
  readonly sort: PeerSort;
  readonly onSort: (sort: PeerSort) => void;
  /** The last rows are in view, and there are more. */
  readonly onEnd: () => void;
}): ReactNode {
  const [leaving, setLeaving] = useState<PeerView | null>(null);
  const isStale = useConnection(({ lost }) => lost);
  const canAct = useCanAct() && !isStale;
  const linkTo = useLinkTo();
  const count = Math.max(total, peers.length);
  const { box, boxStyle, inView } = useRows(count);
  const last = inView.at(-1);
  const isAtEnd = last !== undefined && last.index >= peers.length - 1 && peers.length < count;
  useEffect(() => {
    if (isAtEnd) onEnd();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the end of a longer list is another end
  }, [isAtEnd, onEnd, peers.length]);
  return (
    <>
      <table
        {...TABLE_ROLES.table}
        className="hbd-long hbd-peers"
        data-acts={canAct || undefined}
        aria-rowcount={count + 1}
      >
        <thead {...TABLE_ROLES.group}>
          <tr {...TABLE_ROLES.row} aria-rowindex={1}>
            {COLUMNS.map(({ title, sort: by, above, isEnd }) => (
              <th
                key={title}
                {...TABLE_ROLES.columnHeader}
                scope="col"
                className={`${above ? `hbd-above-${above}` : ''} ${isEnd ? 'hbd-end' : ''}`}
                aria-sort={by === sort ? 'descending' : undefined}
              >
                {by ? (
                  <button type="button" onClick={() => onSort(by)}>
                    {title}
                    {by === sort && <span aria-hidden="true"> ↓</span>}
                  </button>
                ) : (
                  title
                )}
              </th>
            ))}
            {canAct && (
              <th {...TABLE_ROLES.columnHeader} scope="col" className="hbd-above-860">
                <span className="hbd-hidden">Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody {...TABLE_ROLES.group} ref={box} style={boxStyle}>
          {inView.map(({ index, top }) => {
            const peer = peers[index];
            return peer ? (
              <PeerRow
                key={peer.id}
                peer={peer}
                index={index}
                top={top}
                readAt={readAt}
                linkTo={linkTo}
                onDisconnect={canAct ? setLeaving : null}
              />
            ) : (
              <tr
                key={index}
                {...TABLE_ROLES.row}
                className="hbd-coming"
                aria-rowindex={index + 2}
                style={{ insetBlockStart: `${top}px` }}
              >
                <td {...TABLE_ROLES.cell}>…</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {leaving && <DisconnectDialog peer={leaving} onClose={() => setLeaving(null)} />}
    </>
  );
}
