'use client';
import { useEffect, useState, type CSSProperties, type ReactNode } from 'react';
import type { PeerSort } from '../../admin/schemas/peers.js';
import type { PeerView } from '../../admin/schemas/peers.js';
import { useConnection } from '../../react/index.js';
import { TABLE_ROLES } from '../shell/tableRoles.js';
import { useRows } from '../shell/useRows.js';
import { useCanAct } from '../state/context.js';
import { useLinkTo } from '../state/useAddress.js';
import { DisconnectDialog } from './DisconnectDialog.js';
import { PeerRow } from './PeerRow.js';

/**
 * The columns, the sort that each offers, and whether a narrow page has room for it. Widths are given, because each row is a
 * grid of its own: no row is measured for another. The column without a width takes the rest.
 */
const COLUMNS: readonly {
  readonly title: string;
  readonly width?: number;
  readonly sort?: PeerSort;
  readonly isWide?: boolean;
  readonly isEnd?: boolean;
}[] = [
  { title: 'Session', width: 114 },
  { title: 'Address', width: 122, isWide: true },
  { title: 'Client', isWide: true },
  { title: 'Open for', width: 74, sort: 'opened', isWide: true, isEnd: true },
  { title: 'Heard', width: 64, sort: 'seen', isWide: true, isEnd: true },
  { title: 'Round trip', width: 86, sort: 'latency', isWide: true, isEnd: true },
  { title: 'In a row', width: 78, sort: 'worst', isEnd: true },
  { title: 'Missed', width: 68, sort: 'missed', isEnd: true },
  { title: 'Down', width: 122, isEnd: true },
  { title: 'Last hour', width: 116, isWide: true },
];
const ACTIONS_WIDTH = 54;

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
        className="hbd-table hbd-long hbd-peers"
        aria-rowcount={count + 1}
        style={tracks(canAct)}
      >
        <thead {...TABLE_ROLES.group}>
          <tr {...TABLE_ROLES.row} aria-rowindex={1}>
            {COLUMNS.map(({ title, sort: by, isWide, isEnd }) => (
              <th
                key={title}
                {...TABLE_ROLES.columnHeader}
                scope="col"
                className={`${isWide ? 'hbd-wide' : ''} ${isEnd ? 'hbd-end' : ''}`}
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
              <th {...TABLE_ROLES.columnHeader} scope="col" className="hbd-wide">
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

/** A narrow page has tracks of its own. */
const tracks = (canAct: boolean): CSSProperties => ({
  ['--hbd-tracks' as string]: [
    ...COLUMNS.map(({ width }) => (width ? `${width}px` : 'minmax(0, 1fr)')),
    ...(canAct ? [`${ACTIONS_WIDTH}px`] : []),
  ].join(' '),
});
