'use client';
import { useEffect, useState } from 'react';
import type { AdminProblem, AdminResult } from '../../admin/adminResult.js';
import type { AdminClient } from '../../admin/createAdminClient.js';
import { useDashboard, useDashboardStore } from './context.js';
import { useOldReading } from './useStaleness.js';

/** What one screen reads for itself, again and again. */
export interface Reading<Value> {
  /** The last answer; null before the first. */
  readonly value: Value | null;
  /** Why the last question got none. */
  readonly problem: AdminProblem | null;
}

/**
 * Asks the gateway, and again with the page's own reading, at most once in `everyMs`.
 * @param ask must be the same function as long as the question is the same
 */
export function useReading<Value>(
  ask: (client: AdminClient) => Promise<AdminResult<Value>>,
  everyMs: number,
): Reading<Value> {
  const { client, getState } = useDashboardStore();
  const turn = useDashboard(({ readAt }) => Math.floor((readAt ?? 0) / everyMs));
  const [read, setRead] = useState<{ readonly ask: unknown; readonly result: AdminResult<Value> } | null>(null);
  const [last, setLast] = useState<{ readonly ask: unknown; readonly value: Value; readonly at: number } | null>(null);
  useEffect(() => {
    let isOver = false;
    void ask(client).then((result) => {
      if (isOver) return;
      setRead({ ask, result });
      if (result.ok) setLast({ ask, value: result.value, at: getState().readAt ?? 0 });
    });
    return () => {
      isOver = true;
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- each turn asks again
  }, [ask, client, getState, turn]);
  const known = last?.ask === ask ? last : null;
  const problem = read?.ask === ask && !read.result.ok ? read.result.problem : null;
  useOldReading(known && problem && { at: known.at, problem });
  return { value: known?.value ?? null, problem };
}
