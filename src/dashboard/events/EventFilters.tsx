'use client';
import type { ReactNode } from 'react';
import { formatId } from '../format.js';
import { Icon } from '../shell/Icon.js';
import { AppliedSearchField } from '../shell/SearchField.js';
import type { Filter } from '../state/address.js';

/** Kinds that operators often ask for. */
const KINDS = [
  { title: 'All', kind: '' },
  { title: 'Missed', kind: 'heartbeat.*' },
  { title: 'Closed', kind: 'connection.closed' },
  { title: 'Back', kind: 'reconnected' },
  { title: 'Refused', kind: 'peer.rejected' },
  { title: 'Operators', kind: 'settings.*,admin.*,notice.*,alert.*' },
] as const;

/** Which events are shown, and whether the list waits. */
export function EventFilters({
  filters,
  isPaused,
  onPause,
  onFilter,
  children,
}: {
  readonly filters: Readonly<Partial<Record<Filter, string>>>;
  readonly isPaused: boolean;
  readonly onPause: () => void;
  readonly onFilter: (change: Partial<Record<Filter, string>>) => void;
  readonly children?: ReactNode;
}): ReactNode {
  const { kind = '', peer = '' } = filters;
  return (
    <div className="hbd-filters">
      <AppliedSearchField
        label="Kinds of events"
        placeholder="Kinds, such as heartbeat.*"
        value={kind}
        onChange={(text) => onFilter({ kind: text })}
      />
      <fieldset className="hbd-periods" aria-label="Kind">
        {KINDS.map((one) => (
          <button
            key={one.title}
            type="button"
            aria-pressed={one.kind === kind}
            onClick={() => onFilter({ kind: one.kind })}
          >
            {one.title}
          </button>
        ))}
      </fieldset>
      {peer !== '' && (
        <span className="hbd-chip">
          {`of ${formatId(peer)}`}
          <button type="button" aria-label="Events of all peers" onClick={() => onFilter({ peer: '' })}>
            <Icon name="cross" />
          </button>
        </span>
      )}
      <button type="button" className="hbd-button" aria-pressed={isPaused} onClick={onPause}>
        {isPaused ? 'Go on' : 'Pause'}
      </button>
      {children}
    </div>
  );
}
