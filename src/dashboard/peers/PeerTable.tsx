'use client';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import type { PeerSort } from '../../admin/schemas/peers.js';
import type { PeerView } from '../../admin/schemas/peers.js';
import { useConnection } from '../../react/index.js';
import { useCanAct } from '../state/context.js';
import { DisconnectDialog } from './DisconnectDialog.js';
import { PeerRow } from './PeerRow.js';

const ROW_PX = 33;
const OVERSCAN = 12;

/**
 * The columns, the sort that each offers, and whether a narrow page has room for it. Widths are given, in pixels: a table
 * that finds its own measures every cell again whenever a row comes into view. The one without takes the rest.
 */
const COLUMNS: readonly {
  readonly title: string;
  readonly width?: number;
  readonly sort?: PeerSort;
  readonly isWide?: boolean;
  readonly isEnd?: boolean;
}[] = [
  { title: 'Session', width: 118 },
  { title: 'Address', width: 138, isWide: true },
  { title: 'Client', isWide: true },
  { title: 'Open for', width: 74, sort: 'opened', isWide: true, isEnd: true },
  { title: 'Heard', width: 60, sort: 'seen', isWide: true, isEnd: true },
  { title: 'Round trip', width: 84, sort: 'latency', isWide: true, isEnd: true },
  { title: 'In a row', width: 80, sort: 'worst', isEnd: true },
  { title: 'Missed', width: 70, sort: 'missed', isEnd: true },
  { title: 'Down', width: 92, isEnd: true },
  { title: 'Last hour', width: 104, isWide: true },
];

/** Peers in rows of which only those in view exist. */
export function PeerTable({
  peers,
  total,
  sort,
  onSort,
  onEnd,
}: {
  readonly peers: readonly PeerView[];
  /** How many there are, as far as is known: the page is as high as all of them. */
  readonly total: number;
  readonly sort: PeerSort;
  readonly onSort: (sort: PeerSort) => void;
  /** The last rows are in view, and there are more. */
  readonly onEnd: () => void;
}): ReactNode {
  const body = useRef<HTMLTableSectionElement>(null);
  const [above, setAbove] = useState(0);
  const [leaving, setLeaving] = useState<PeerView | null>(null);
  const isStale = useConnection(({ lost }) => lost);
  const canAct = useCanAct() && !isStale;
  const count = Math.max(total, peers.length);
  // oxlint-disable-next-line react/incompatible-library -- the compiler leaves this part as it is
  const rows = useWindowVirtualizer({ count, estimateSize: () => ROW_PX, overscan: OVERSCAN, scrollMargin: above });
  useLayoutEffect(() => {
    const { current } = body;
    if (current) setAbove(Math.round(current.getBoundingClientRect().top + window.scrollY));
  }, [count]);
  const items = rows.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  const isAtEnd = last !== undefined && last.index >= peers.length - 1 && peers.length < count;
  useEffect(() => {
    if (isAtEnd) onEnd();
  }, [isAtEnd, onEnd, peers.length]);
  const before = first ? first.start - above : 0;
  const after = last ? rows.getTotalSize() - (last.end - above) : 0;
  const columns = COLUMNS.length + Number(canAct);
  return (
    <>
      <table className="hbd-table hbd-peers" aria-rowcount={count + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {COLUMNS.map(({ title, width, sort: by, isWide, isEnd }) => (
              <th
                key={title}
                scope="col"
                className={`${isWide ? 'hbd-wide' : ''} ${isEnd ? 'hbd-end' : ''}`}
                style={columnStyle(width)}
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
              <th scope="col" className="hbd-wide" style={columnStyle(52)}>
                <span className="hbd-hidden">Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody ref={body}>
          <Space height={before} columns={columns} />
          {items.map(({ index, key }) => {
            const peer = peers[index];
            return peer ? (
              <PeerRow key={peer.id} peer={peer} index={index} onDisconnect={canAct ? setLeaving : null} />
            ) : (
              <tr key={key} className="hbd-coming" aria-rowindex={index + 2}>
                <td colSpan={columns}>…</td>
              </tr>
            );
          })}
          <Space height={after} columns={columns} />
        </tbody>
      </table>
      {leaving && <DisconnectDialog peer={leaving} onClose={() => setLeaving(null)} />}
    </>
  );
}

/** A narrow page leaves the widths out. */
const columnStyle = (width: number | undefined): CSSProperties => ({
  ['--hbd-column' as string]: width && `${width}px`,
});

/** The height of the rows that are not in view. */
function Space({ height, columns }: { readonly height: number; readonly columns: number }): ReactNode {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true" className="hbd-space">
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- only a height */}
      <td colSpan={columns} style={{ blockSize: `${height}px` }} />
    </tr>
  );
}
