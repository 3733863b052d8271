'use client';
import { useMemo, useState, type ReactNode } from 'react';
import type { PeerSort } from '../../admin/schemas/peers.js';
import { formatPeople } from '../format.js';
import { whatTheyShare } from '../peers/commonThings.js';
import { PeerTable } from '../peers/PeerTable.js';
import { StandsOut } from '../peers/StandsOut.js';
import { usePeers } from '../peers/usePeers.js';
import { Card } from '../shell/Card.js';
import { UseWatch } from '../shell/UseWatch.js';
import type { Span } from '../state/address.js';
import { useLinkTo } from '../state/useAddress.js';

/** The people that something happened to in a period: what they have in common, and who they are. */
export function AlertPeers({ span: { from, to } }: { readonly span: Span }): ReactNode {
  const [sort, setSort] = useState<PeerSort>('worst');
  const [isUsed, setIsUsed] = useState(false);
  const query = useMemo(() => ({ sort, from, to }), [sort, from, to]);
  const { list, readAt, readMore } = usePeers(query, isUsed);
  const linkTo = useLinkTo();
  if (!list) return null;
  const matching = list.matching ?? list.peers.length;
  if (matching === 0)
    return <p className="hbd-card hbd-empty hbd-alone">None of the people who are known had trouble then.</p>;
  return (
    <>
      {list.standsOut && <StandsOut commons={list.standsOut} />}
      <Card
        className="hbd-clipped"
        title={`${formatPeople(matching)} in it`}
        beside={<span className="hbd-muted">{whatTheyShare(list.standsOut)}</span>}
        aside={
          <a className="hbd-more" href={linkTo({ screen: 'peers' })}>
            Search among them <span aria-hidden="true">→</span>
          </a>
        }
      >
        <UseWatch onUse={setIsUsed}>
          <PeerTable
            peers={list.peers}
            total={list.nextCursor == null ? list.peers.length : matching}
            readAt={readAt}
            sort={sort}
            onSort={setSort}
            onEnd={readMore}
          />
        </UseWatch>
      </Card>
    </>
  );
}
