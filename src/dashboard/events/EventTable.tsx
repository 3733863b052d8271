'use client';
import { memo, useState, type ReactNode } from 'react';
import { formatExact, formatId } from '../format.js';
import { recordWords } from '../session/recordWords.js';
import { useLinkTo } from '../state/useAddress.js';
import { levelOf } from './Density.js';
import type { KeptEvent } from './useEvents.js';

/** More rows are not drawn: what is older is found by a filter. */
const MAX_ROWS = 300;

/** Events, the newest first. One can be opened, as the gateway wrote it. */
export function EventTable({
  kept,
  onPeer,
}: {
  readonly kept: readonly KeptEvent[];
  readonly onPeer: (id: string) => void;
}): ReactNode {
  const [opened, setOpened] = useState<number | null>(null);
  return (
    <table className="hbd-table hbd-events">
      {/* Given, so that no row is measured again for one that comes. */}
      <colgroup>
        <col style={{ inlineSize: 130 }} />
        <col style={{ inlineSize: 200 }} />
        <col />
        <col style={{ inlineSize: 110 }} />
      </colgroup>
      <thead className="hbd-hidden">
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Kind</th>
          <th scope="col">Details</th>
          <th scope="col">Whose</th>
        </tr>
      </thead>
      <tbody>
        {kept.slice(0, MAX_ROWS).map((one) => (
          <EventRow key={one.number} one={one} isOpened={opened === one.number} onOpen={setOpened} onPeer={onPeer} />
        ))}
      </tbody>
    </table>
  );
}

const EventRow = memo(function EventRow({
  one: { number, event },
  isOpened,
  onOpen,
  onPeer,
}: {
  readonly one: KeptEvent;
  readonly isOpened: boolean;
  readonly onOpen: (number: number | null) => void;
  readonly onPeer: (id: string) => void;
}): ReactNode {
  const linkTo = useLinkTo();
  const { kind, at, connectionId, sessionId } = event;
  return (
    <>
      <tr data-level={levelOf(kind)}>
        <th scope="row" className="hbd-muted">
          {formatExact(at)}
        </th>
        <td>
          <button type="button" data-row="" aria-expanded={isOpened} onClick={() => onOpen(isOpened ? null : number)}>
            {kind}
          </button>
        </td>
        <td className="hbd-words-of">{recordWords(event)}</td>
        <td className="hbd-end">
          {connectionId !== null && (
            <a
              className="hbd-id"
              href={linkTo(sessionId ? { screen: 'session', id: sessionId } : { screen: 'peer', id: connectionId })}
            >
              {formatId(sessionId ?? connectionId)}
            </a>
          )}
        </td>
      </tr>
      {isOpened && (
        <tr>
          <td colSpan={4}>
            <pre>{JSON.stringify(event, null, 2)}</pre>
            {connectionId !== null && (
              <button type="button" className="hbd-button" onClick={() => onPeer(sessionId ?? connectionId)}>
                Only those of this one
              </button>
            )}
          </td>
        </tr>
      )}
    </>
  );
});
