'use client';
import { memo, useEffect, useState, type ReactNode } from 'react';
import { formatExact, formatId } from '../format.js';
import { recordWords } from '../session/recordWords.js';
import { TABLE_ROLES } from '../layout/tableRoles.js';
import { useRows } from '../layout/useRows.js';
import { useSize } from '../layout/useSize.js';
import { useLinkTo, type LinkTo } from '../state/useAddress.js';
import { levelOf } from './Density.js';
import type { KeptEvent } from './useEvents.js';

/** Before the opened one is measured. */
const ASSUMED = { width: 0, height: 220 };

/** Events, the newest first, of which only those in view are drawn. One can be opened, as the gateway wrote it. */
export function EventTable({
  kept,
  onPeer,
  onAway,
}: {
  readonly kept: readonly KeptEvent[];
  readonly onPeer: (id: string) => void;
  /** Tells whether the newest is out of sight. */
  readonly onAway: (isAway: boolean) => void;
}): ReactNode {
  const linkTo = useLinkTo();
  const [opened, setOpened] = useState<number | null>(null);
  const [detail, { height }] = useSize(ASSUMED);
  const openedIndex = opened === null ? -1 : kept.findIndex(({ number }) => number === opened);
  const { box, boxStyle, inView, rowPx, isAway } = useRows(kept.length, { index: openedIndex, px: height });
  useEffect(() => onAway(isAway), [isAway, onAway]);
  return (
    <table {...TABLE_ROLES.table} className="hbd-long hbd-events" aria-rowcount={kept.length + 1}>
      <thead {...TABLE_ROLES.group} className="hbd-hidden">
        <tr {...TABLE_ROLES.row} aria-rowindex={1}>
          <th {...TABLE_ROLES.columnHeader} scope="col">
            Time
          </th>
          <th {...TABLE_ROLES.columnHeader} scope="col">
            Kind
          </th>
          <th {...TABLE_ROLES.columnHeader} scope="col">
            Details
          </th>
          <th {...TABLE_ROLES.columnHeader} scope="col">
            Whose
          </th>
        </tr>
      </thead>
      <tbody {...TABLE_ROLES.group} ref={box} style={boxStyle}>
        {inView.flatMap(({ index, top }) => {
          const one = kept[index];
          if (!one) return [];
          const isOpened = index === openedIndex;
          return [
            <tr
              key={one.number}
              {...TABLE_ROLES.row}
              aria-rowindex={index + 2}
              data-level={levelOf(one.event.kind)}
              style={{ insetBlockStart: `${top}px` }}
            >
              <EventCells one={one} linkTo={linkTo} isOpened={isOpened} onOpen={setOpened} />
            </tr>,
            isOpened && (
              <tr
                key="opened"
                {...TABLE_ROLES.row}
                className="hbd-opened"
                style={{ insetBlockStart: `${top + rowPx}px` }}
              >
                <td {...TABLE_ROLES.cell}>
                  <div ref={detail}>
                    <Detail event={one.event} onPeer={onPeer} />
                  </div>
                </td>
              </tr>
            ),
          ];
        })}
      </tbody>
    </table>
  );
}

/** What a row says. Rows move down whenever others come: that draws nothing in them anew. */
const EventCells = memo(function EventCells({
  one: { number, event },
  linkTo,
  isOpened,
  onOpen,
}: {
  readonly one: KeptEvent;
  readonly linkTo: LinkTo;
  readonly isOpened: boolean;
  readonly onOpen: (number: number | null) => void;
}): ReactNode {
  const { kind, at, connectionId, sessionId } = event;
  return (
    <>
      <th {...TABLE_ROLES.rowHeader} scope="row" className="hbd-muted">
        {formatExact(at)}
      </th>
      <td {...TABLE_ROLES.cell} className="hbd-cut">
        <button type="button" data-row="" aria-expanded={isOpened} onClick={() => onOpen(isOpened ? null : number)}>
          {kind}
        </button>
      </td>
      <td {...TABLE_ROLES.cell} className="hbd-words-of hbd-cut">
        {recordWords(event)}
      </td>
      <td {...TABLE_ROLES.cell} className="hbd-end">
        {connectionId !== null && (
          <a
            className="hbd-id"
            href={linkTo(sessionId ? { screen: 'session', id: sessionId } : { screen: 'peer', id: connectionId })}
          >
            {formatId(sessionId ?? connectionId)}
          </a>
        )}
      </td>
    </>
  );
});

/** One event as the gateway wrote it. */
function Detail({
  event,
  onPeer,
}: {
  readonly event: KeptEvent['event'];
  readonly onPeer: (id: string) => void;
}): ReactNode {
  const { connectionId, sessionId } = event;
  return (
    <>
      <pre>{JSON.stringify(event, null, 2)}</pre>
      {connectionId !== null && (
        <button type="button" className="hbd-button" onClick={() => onPeer(sessionId ?? connectionId)}>
          Only those of this one
        </button>
      )}
    </>
  );
}
