'use client';
import { useCallback, useState, type ReactNode } from 'react';
import { formatCount } from '../format.js';
import { Refused } from '../shell/Refused.js';
import { Say } from '../shell/Say.js';
import { UseWatch } from '../shell/UseWatch.js';
import type { Filter } from '../state/address.js';
import { useDashboard, useDashboardStore } from '../state/context.js';
import { useAddress } from '../state/useAddress.js';
import { Density } from './Density.js';
import { EventFilters } from './EventFilters.js';
import { EventTable } from './EventTable.js';
import { useEvents, type KeptEvent } from './useEvents.js';

/** What happens on the gateway, as it happens. */
export function EventsScreen(): ReactNode {
  const store = useDashboardStore();
  const address = useAddress();
  const { filters } = address;
  const read = useEvents({ kind: filters.kind ?? '', peer: filters.peer ?? '' });
  const isPaused = useDashboard((state) => state.isPaused);
  const [isUsed, setIsUsed] = useState(false);
  const [isAway, setIsAway] = useState(false);
  const [shownFrom, setShownFrom] = useState<number | null>(null);
  // A finger does not hover: who has scrolled down reads there.
  const isHeld = isPaused || isUsed || isAway;
  const newest = read.kept[0]?.number ?? 0;
  // A held list shows what was there when it began to be held.
  if (isHeld && shownFrom === null) setShownFrom(newest);
  if (!isHeld && shownFrom !== null) setShownFrom(null);
  const shown = shownFrom === null ? read.kept : read.kept.filter(({ number }) => number <= shownFrom);
  const waiting = read.kept.length - shown.length;
  const filter = (change: Partial<Record<Filter, string>>): void =>
    store.open({ ...address, filters: { ...filters, ...change } }, 'replace');
  const ofPeer = useCallback(
    (peer: string) => {
      const here = store.getState().address;
      store.open({ ...here, filters: { ...here.filters, peer } }, 'replace');
    },
    [store],
  );
  const { problem, kept } = read;
  if (problem && problem.status !== 0 && kept.length === 0) return <Refused problem={problem} what="the events" />;
  return (
    <>
      <Say
        so={whatIs(kept, read.isOpen)}
        then={read.lostCount > 0 ? `${formatCount(read.lostCount)} older ones are gone.` : ''}
      />
      <section className="hbd-card hbd-clipped" aria-label="Events">
        <EventFilters filters={filters} isPaused={isPaused} onPause={() => store.pause(!isPaused)} onFilter={filter}>
          {waiting > 0 && (
            <button type="button" className="hbd-chip" data-plain="" onClick={() => setShownFrom(newest)}>
              {`${formatCount(waiting)} new`}
            </button>
          )}
        </EventFilters>
        <Density kept={kept} />
        {shown.length === 0 ? (
          <p className="hbd-empty">
            {read.isOpen
              ? 'Nothing yet. Pings and pongs are left out until they are asked for: ping.*'
              : 'Asking the gateway…'}
          </p>
        ) : (
          <UseWatch onUse={setIsUsed}>
            <EventTable kept={shown} onPeer={ofPeer} onAway={setIsAway} />
          </UseWatch>
        )}
      </section>
    </>
  );
}

function whatIs(kept: readonly KeptEvent[], isOpen: boolean): string {
  if (kept.length === 0) return isOpen ? 'Quiet: nothing has happened.' : 'Reading the events…';
  const now = kept[0]?.event.at ?? 0;
  const lately = kept.filter(({ event }) => now - event.at < 60_000).length;
  return `${formatCount(lately)} ${lately === 1 ? 'event' : 'events'} in the last minute.`;
}
