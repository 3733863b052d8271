'use client';
import { useMemo, useState, type ReactNode } from 'react';
import type { PeersQuery } from '../../admin/createAdminClient.js';
import { PEER_SORTS, type PeerList, type PeerSort } from '../../admin/schemas/peers.js';
import { formatCount, formatId, formatPeople, formatSpan } from '../format.js';
import { Refused } from '../shell/Refused.js';
import { Say } from '../shell/Say.js';
import { Blank } from '../shell/ScreenBoundary.js';
import { UseWatch } from '../shell/UseWatch.js';
import { isSpan, type Address, type Filter } from '../state/address.js';
import { useDashboard, useDashboardStore } from '../state/context.js';
import { useAddress } from '../state/useAddress.js';
import { whatTheyShare } from './commonThings.js';
import { PeerFilters } from './PeerFilters.js';
import { PeerTable } from './PeerTable.js';
import { StandsOut } from './StandsOut.js';
import { usePeers } from './usePeers.js';

/** A period that moves with the clock is asked for in steps, so that it is one question for a while. */
const STEP_MS = 10_000;

/** Who is connected, and with whom something is wrong: the worst first. */
export function PeersScreen(): ReactNode {
  const store = useDashboardStore();
  const address = useAddress();
  const isPaused = useDashboard((state) => state.isPaused);
  const [isUsed, setIsUsed] = useState(false);
  // The list is that of the gateway that answers. All numbers beside it are those of the cluster.
  const ofGateway = useDashboard(({ stats }) =>
    (stats?.gateways?.length ?? 0) > 1 ? `These are on the gateway ${formatId(stats?.gatewayId ?? '')} alone.` : '',
  );
  const query = useQuery(address);
  const { list, readAt, problem, newCount, readMore, showNew } = usePeers(query, isPaused || isUsed);
  const filter = (change: Partial<Record<Filter, string>>): void =>
    store.open({ ...address, filters: { ...address.filters, ...change } }, 'replace');
  if (!list && problem) return <Refused problem={problem} what="the peers" />;
  const matching = list?.matching ?? list?.total ?? 0;
  return (
    <>
      <Say
        so={list ? whoTheyAre(list, address) : 'Reading the peers…'}
        then={list ? [ofGateway, whatTheyShare(list.standsOut)].filter(Boolean).join(' ') : ''}
      />
      {list?.standsOut && <StandsOut commons={list.standsOut} />}
      <section className="hbd-card hbd-clipped" aria-label="Peers">
        <PeerFilters address={address} onFilter={filter}>
          {newCount > 0 && (
            <button type="button" className="hbd-chip" data-plain="" onClick={showNew}>
              {`${formatCount(newCount)} new`}
            </button>
          )}
          {isPaused && (
            <button type="button" className="hbd-chip" data-plain="" onClick={() => store.pause(false)}>
              Paused
            </button>
          )}
        </PeerFilters>
        {list === null ? (
          <Blank />
        ) : matching === 0 ? (
          <p className="hbd-empty">
            {address.filters.q ? 'No one has this text in an id, an address, a network or a client.' : 'No one.'}
          </p>
        ) : (
          <UseWatch onUse={setIsUsed}>
            <PeerTable
              peers={list.peers}
              total={list.nextCursor == null ? list.peers.length : matching}
              readAt={readAt}
              sort={query.sort ?? 'worst'}
              onSort={(sort) => filter({ sort })}
              onEnd={readMore}
            />
          </UseWatch>
        )}
      </section>
    </>
  );
}

function useQuery({ filters, period }: Address): PeersQuery & { readonly sort: PeerSort } {
  const now = useDashboard(({ readAt }) => Math.floor((readAt ?? 0) / STEP_MS) * STEP_MS);
  const { q, touched } = filters;
  const sort = PEER_SORTS.find((one) => one === filters.sort) ?? 'worst';
  const from = isSpan(period) ? period.from : touched ? now - period.windowMs : undefined;
  const to = isSpan(period) ? period.to : touched ? now + STEP_MS : undefined;
  return useMemo(
    () => ({
      sort,
      ...(q ? { q } : {}),
      ...(from === undefined || to === undefined ? {} : { from: Math.max(0, from), to }),
    }),
    [sort, q, from, to],
  );
}

function whoTheyAre({ total, matching, peers }: PeerList, { filters, period }: Address): string {
  const count = matching ?? total;
  if (isSpan(period)) {
    return `${formatPeople(count)} had trouble between ${formatSpan(period.from, period.to)}.`;
  }
  if (filters.touched) return `${formatPeople(count)} of ${formatCount(total)} had trouble in the period.`;
  if (filters.q) return `${formatPeople(count)} of ${formatCount(total)} match.`;
  const missing = peers.filter(({ state, missedInRow }) => missedInRow > 0 && state !== 'lost').length;
  const lost = peers.filter(({ state }) => state === 'lost').length;
  const worst = [
    lost === 0 ? '' : `${formatCount(lost)} lost and not back`,
    missing === 0 ? '' : `${formatCount(missing)} missing heartbeats now`,
  ].filter(Boolean);
  return `${formatPeople(total)}${worst.length === 0 ? ', none in trouble now' : `: ${worst.join(', ')}`}.`;
}
