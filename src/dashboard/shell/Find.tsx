'use client';
import { useState, type ReactNode } from 'react';
import { placed } from '../state/address.js';
import { useDashboardStore } from '../state/context.js';
import { SearchField } from './SearchField.js';

/** Finds a person or a session: Enter leads to the peers. */
export function Find(): ReactNode {
  const store = useDashboardStore();
  const [text, setText] = useState('');
  return (
    <form
      className="hbd-find hbd-wide"
      onSubmit={(event) => {
        event.preventDefault();
        const { address } = store.getState();
        store.open(placed(address, { screen: 'peers', filters: { q: text.trim() } }));
        setText('');
      }}
    >
      <SearchField
        label="Find a person or session"
        placeholder="Find a person or session"
        value={text}
        onChange={setText}
      />
    </form>
  );
}
