'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AdminProblem } from '../../admin/adminResult.js';
import type { PeersQuery } from '../../admin/createAdminClient.js';
import type { PeerList } from '../../admin/schemas/peers.js';
import { useDashboard, useDashboardStore } from '../state/context.js';
import { useOldReading } from '../state/useStaleness.js';
import { PAGE, readPeers } from './readPeers.js';

/** How often they are asked for again; a long list takes the gateway and the page more work. */
const EVERY_MS = 4_000;
const LONG = 1_000;
const LONG_EVERY_MS = 20_000;

/** A list of peers as far as it is read. */
export interface ReadPeers {
  /** Null before the first answer. */
  readonly list: PeerList | null;
  /** When it was read, by the page's clock. */
  readonly readAt: number;
  /** Why the last answer was none. */
  readonly problem: AdminProblem | null;
  /** Peers that wait to be shown, because the list is held. */
  readonly newCount: number;
  /** Reads further down. */
  readonly readMore: () => void;
  /** Shows what waits. */
  readonly showNew: () => void;
}

interface Shown {
  readonly key: string;
  readonly list: PeerList;
  readonly readAt: number;
}

/** Reads peers, again and again. While the list is held, what is new waits beside it. */
export function usePeers(query: PeersQuery, isHeld: boolean): ReadPeers {
  const { client, getState } = useDashboardStore();
  const [shown, setShown] = useState<Shown | null>(null);
  const [waiting, setWaiting] = useState<Shown | null>(null);
  const [problem, setProblem] = useState<AdminProblem | null>(null);
  const isMoreAsked = useRef(false);
  const key = JSON.stringify(query);
  const current = shown?.key === key ? shown.list : null;
  const length = current?.peers.length ?? 0;
  const held = useRef(isHeld);
  const lengthNow = useRef(length);
  useEffect(() => {
    held.current = isHeld;
    lengthNow.current = length;
  });
  const everyMs = length > LONG ? LONG_EVERY_MS : EVERY_MS;
  const turn = useDashboard(({ readAt }) => Math.floor((readAt ?? 0) / everyMs));

  useEffect(() => {
    let isOver = false;
    const asked = JSON.parse(key) as PeersQuery;
    const isWanted = (): boolean => !isOver;
    const isFirst = lengthNow.current === 0;
    const onFirst = (list: PeerList): void => {
      if (!isOver) setShown({ key, list, readAt: getState().readAt ?? 0 });
    };
    const wanted = isFirst ? PAGE : lengthNow.current;
    void readPeers(client, asked, wanted, isWanted, isFirst ? onFirst : undefined).then((result) => {
      if (isOver) return;
      setProblem(result.ok ? null : result.problem);
      if (!result.ok) return;
      const next = { key, list: result.value, readAt: getState().readAt ?? 0 };
      // What was seen first is the beginning of the same list.
      if (held.current && !isFirst) setWaiting(next);
      else setShown(next);
    });
    return () => {
      isOver = true;
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- each turn asks again
  }, [client, getState, key, turn]);

  useOldReading(shown?.key === key && problem ? { at: shown.readAt, problem } : null);

  const showNew = (): void => {
    if (waiting) setShown(waiting);
    setWaiting(null);
  };
  if (!isHeld && waiting) showNew();

  const cursor = current?.nextCursor ?? null;
  const readMore = useCallback(() => {
    if (cursor === null || isMoreAsked.current) return;
    isMoreAsked.current = true;
    void client.peers({ ...(JSON.parse(key) as PeersQuery), cursor, limit: PAGE }).then((result) => {
      isMoreAsked.current = false;
      setShown((before) => {
        if (before?.key !== key || before.list.nextCursor !== cursor) return before;
        // The gateway has forgotten the list: what is shown ends here until it is read again.
        if (!result.ok) return { ...before, list: { ...before.list, nextCursor: null } };
        const peers = [...before.list.peers, ...result.value.peers];
        return { key, list: { ...result.value, peers }, readAt: getState().readAt ?? 0 };
      });
    });
  }, [client, cursor, getState, key]);

  return {
    list: current,
    readAt: shown?.readAt ?? 0,
    problem,
    newCount: waiting?.key === key ? countNew(current, waiting.list) : 0,
    readMore,
    showNew,
  };
}

function countNew(shown: PeerList | null, next: PeerList): number {
  const known = new Set(shown?.peers.map(({ id }) => id));
  return next.peers.filter(({ id }) => !known.has(id)).length;
}
