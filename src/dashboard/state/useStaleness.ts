'use client';
import { useEffect } from 'react';
import { UNREADABLE, type AdminProblem } from '../../admin/adminResult.js';
import { useConnection } from '../../react/index.js';
import { useDashboard, useDashboardStore } from './context.js';
import type { OldReading, Told } from './dashboardStore.js';

/** The part of the gateway's answers that a screen is about. The others read for themselves. */
const PARTS: Readonly<Record<string, Told>> = { overview: 'stats', alerts: 'alerts', settings: 'settings' };
/** One reading that fails is made up for by the next: data is old when the page has read that long without it. */
const GRACE_MS = 5_000;

/** How old what the screen shows is. */
export interface Staleness {
  /** It is too old to be shown as current: it is shown grey, with its age. */
  readonly isStale: boolean;
  /** The gateway does not answer at all. */
  readonly isLost: boolean;
  /** When it was read; null before the first time. */
  readonly at: number | null;
  /** Why it is not read again. */
  readonly problem: AdminProblem | null;
}

/** How old the data of the open screen is: the gateway may be gone, or answer without this part. */
export function useStaleness(): Staleness {
  const isLost = useConnection(({ lost }) => lost);
  const part = useDashboard(({ address }) => PARTS[address.screen]);
  const told = usePartStaleness(part);
  const readAt = useDashboard((state) => state.readAt);
  const own = useDashboard((state) => state.oldReading);
  if (own) return { isStale: true, isLost, ...own };
  return { isStale: isLost || told.isOld, isLost, at: told.at ?? readAt, problem: told.isOld ? told.problem : null };
}

/** The same for one part of what the gateway tells. */
export function usePartStaleness(part: Told | undefined) {
  const readAt = useDashboard((state) => state.readAt);
  const at = useDashboard(({ toldAt }) => (part && toldAt[part]) ?? null);
  const problem = useDashboard(({ problems }) => (part && problems[part]) ?? null);
  return { isOld: at !== null && readAt !== null && readAt - at >= GRACE_MS, at, problem };
}

/** Says that what a screen reads for itself could not be read again; null: it could, or was never read. */
export function useOldReading(old: OldReading | null): void {
  const { tellOld } = useDashboardStore();
  const at = old?.at ?? null;
  // Of a gateway that does not answer, the connection tells.
  const problem = old && (old.problem.status !== 0 || old.problem.type === UNREADABLE) ? old.problem : null;
  useEffect(() => {
    if (at === null || problem === null) return undefined;
    tellOld({ at, problem });
    return () => tellOld(null);
  }, [tellOld, at, problem]);
}
