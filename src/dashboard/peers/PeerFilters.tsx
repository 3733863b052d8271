'use client';
import type { ReactNode } from 'react';
import { formatSpan } from '../format.js';
import { AppliedSearchField } from '../shell/SearchField.js';
import { isSpan, type Address, type Filter } from '../state/address.js';

/** What the list is searched for, and whether it is about those with trouble only. */
export function PeerFilters({
  address,
  onFilter,
  children,
}: {
  readonly address: Address;
  readonly onFilter: (change: Partial<Record<Filter, string>>) => void;
  readonly children?: ReactNode;
}): ReactNode {
  const { q = '', touched = '' } = address.filters;
  return (
    <div className="hbd-filters">
      <AppliedSearchField
        label="Find a person or session"
        placeholder="Id, address, network or client"
        value={q}
        onChange={(text) => onFilter({ q: text })}
      />
      {isSpan(address.period) ? (
        <span className="hbd-hint">{`with trouble between ${formatSpan(address.period.from, address.period.to)}`}</span>
      ) : (
        <label className="hbd-check">
          <input
            type="checkbox"
            checked={touched !== ''}
            onChange={({ target }) => onFilter({ touched: target.checked ? '1' : '' })}
          />
          Only with trouble in the period
        </label>
      )}
      {children}
    </div>
  );
}
