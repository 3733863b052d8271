'use client';
import { useCallback, useEffect, useState } from 'react';
import { toStage } from '../../../react/outageReport.js';
import { keepShallow, useSelected } from '../../../react/selection/useSelected.js';
import { useShownDialing } from '../../../react/useShownDialing.js';
import type { HeartbeatLabels } from '../../labels.js';
import type { ConnectionSnapshot, ConnectionSource } from '../../types.js';
import { nextMemory, toPhase, type BannerMemory, type BannerPhase } from './bannerMemory.js';
import { bannerWords, type BannerWords, type WordFacts } from './bannerWords.js';
import { useWorst } from './useWorst.js';

/** How long "Back online" stays. The stylesheet fades it out towards the end of it, and a test compares the two. */
export const RESTORED_MS = 2_000;
/** A first dial that takes longer is shown. */
export const SLOW_MS = 3_000;

/** A memory, and how its connection ended: if the end is a different one, so is the outage. */
interface Kept extends BannerMemory {
  readonly owner: ConnectionSource;
  readonly closedAt: number | undefined;
  /** A banner before this one, such as that of another route, has told of the outage. */
  readonly isRecalled: boolean;
}

/** What the banner of a connection last remembered, for a banner that is mounted under another route. */
const kept = /* @__PURE__ */ new WeakMap<ConnectionSource, Kept>();

/** What the banner reads of the snapshot: nothing that changes with each message or pong. */
export type BannerSnapshot = Pick<ConnectionSnapshot, 'status' | 'nextRetryAt' | 'connectionId'> & WordFacts;

/** What a banner shows of its connections, and what a person may do about it. */
export interface BannerModel {
  /** The connection that the banner speaks of: the one that is worst off. */
  readonly socket: ConnectionSource;
  readonly now: BannerSnapshot;
  readonly memory: Kept;
  readonly phase: BannerPhase | null;
  /** Null while nothing is shown. */
  readonly words: BannerWords | null;
  readonly setFold: (fold: BannerMemory['fold']) => void;
  /** Notes that the person has asked for an attempt. */
  readonly ask: () => void;
  /** Dials for all connections that are not there. */
  readonly reconnect: () => void;
}

/** The state behind a banner and its words, without elements. */
export function useBannerModel(given: readonly ConnectionSource[], labels: HeartbeatLabels): BannerModel {
  const [sockets, socket] = useWorst(given);
  const owner = sockets[0] ?? socket;
  const { stage, cause, ...now } = useSelected(
    (snapshot) => ({
      stage: toStage(snapshot),
      cause: snapshot.status === 'offline' ? ('network-offline' as const) : snapshot.cause,
      status: snapshot.status,
      attempt: snapshot.attempt,
      maxAttempts: snapshot.maxAttempts,
      nextRetryAt: snapshot.nextRetryAt,
      lastClose: snapshot.lastClose,
      connectionId: snapshot.connectionId,
      queuedCount: snapshot.outbox?.queuedCount ?? 0,
      caughtUpCount: snapshot.delivery?.caughtUpCount ?? 0,
      inDoubtCount: snapshot.delivery?.inDoubtCount ?? 0,
    }),
    socket,
  );
  const facts = { stage, cause, isDialing: useShownDialing(socket), inDoubtCount: now.inDoubtCount };
  const closedAt = now.lastClose?.at;
  const recall = (): Kept => {
    const before = kept.get(owner);
    // "Back online" was already said in the place where the banner was.
    const isRecalled = before !== undefined && before.closedAt === closedAt && before.stage !== 'up';
    return { ...nextMemory(isRecalled ? before : null, facts), owner, closedAt, isRecalled };
  };
  const [memory, setMemory] = useState(recall);

  // In render, not in an effect: the frame that shows `open` must not show the outage as well.
  const next = memory.owner === owner ? { ...memory, ...nextMemory(memory, facts), closedAt } : recall();
  if (keepShallow(memory, next) !== memory) setMemory(next);
  useEffect(() => void kept.set(owner, memory), [owner, memory]);

  const isRestored = memory.news === 'restored';
  useEffect(() => {
    if (!isRestored) return undefined;
    const timer = setTimeout(() => setMemory((current) => ({ ...current, news: null })), RESTORED_MS);
    return () => clearTimeout(timer);
  }, [isRestored]);

  const isFirstDial = now.status === 'connecting';
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isFirstDial) return undefined;
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [isFirstDial]);

  const ask = useCallback(() => setMemory((current) => ({ ...current, isAsked: true })), [setMemory]);
  const phase = toPhase(memory, isSlow && isFirstDial);
  return {
    socket,
    now,
    memory,
    phase,
    words: phase && bannerWords(phase, memory, now, labels),
    setFold: useCallback((fold) => setMemory((current) => ({ ...current, fold })), [setMemory]),
    ask,
    reconnect: useCallback(() => {
      ask();
      for (const each of sockets) {
        const { lost, status } = each.store.getState();
        if (lost || status === 'failed' || each === socket) each.reconnect();
      }
    }, [sockets, socket, ask]),
  };
}
