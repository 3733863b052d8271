'use client';
import { useEffect, useRef, useState } from 'react';
import type { AdminProblem } from '../../admin/adminResult.js';
import type { AdminEvent } from '../../admin/schemas/events.js';
import { useDashboardStore } from '../state/context.js';

/** As many are kept: older ones give way. */
const MAX_KEPT = 2_000;
/** The list is drawn so often at most, however many events come. */
const DRAW_EVERY_MS = 250;
const AGAIN_AFTER_MS = 3_000;

/** One event with a number of its own, by which a list tells it from others. */
export interface KeptEvent {
  readonly number: number;
  readonly event: AdminEvent;
}

/** What has come in so far. */
export interface ReadEvents {
  /** The newest first. */
  readonly kept: readonly KeptEvent[];
  readonly isOpen: boolean;
  /** Events that the gateway no longer had. */
  readonly lostCount: number;
  readonly problem: AdminProblem | null;
}

const NOTHING: ReadEvents = { kept: [], isOpen: false, lostCount: 0, problem: null };

/** Follows the events of the gateway, from the oldest that it still has, and goes on after a break where it was. */
export function useEvents({ kind, peer }: { readonly kind: string; readonly peer: string }): ReadEvents {
  const { client } = useDashboardStore();
  const [read, setRead] = useState<{ readonly of: string; readonly read: ReadEvents }>({ of: '', read: NOTHING });
  const numbers = useRef(0);
  useEffect(() => {
    const leaving = new AbortController();
    let state = NOTHING;
    let fresh: KeptEvent[] = [];
    let drawing: ReturnType<typeof setTimeout> | undefined;
    const draw = (): void => {
      drawing = undefined;
      state = { ...state, kept: [...fresh.toReversed(), ...state.kept].slice(0, MAX_KEPT) };
      fresh = [];
      setRead({ of: `${kind}\n${peer}`, read: state });
    };
    const later = (change: Partial<ReadEvents> = {}): void => {
      state = { ...state, ...change };
      drawing ??= setTimeout(draw, DRAW_EVERY_MS);
    };
    const follow = async (): Promise<void> => {
      let after = '0';
      while (!leaving.signal.aborted) {
        const query = { ...(kind ? { kind } : {}), ...(peer ? { peer } : {}) };
        // oxlint-disable-next-line no-await-in-loop -- one stream after the other
        for await (const item of client.events({ ...query, after, signal: leaving.signal })) {
          if (item.type === 'open') later({ isOpen: true, problem: null });
          else if (item.type === 'lost') later({ lostCount: state.lostCount + (item.count ?? 0) });
          else if (item.type === 'ended') later({ isOpen: false, problem: item.problem });
          else {
            after = item.id ?? after;
            fresh.push({ number: (numbers.current += 1), event: item.event });
            if (fresh.length > MAX_KEPT) fresh.shift();
            later();
          }
        }
        // oxlint-disable-next-line no-await-in-loop -- a gateway that is gone is asked again in peace
        await pause(AGAIN_AFTER_MS, leaving.signal);
      }
    };
    void follow();
    return () => {
      leaving.abort();
      clearTimeout(drawing);
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- other kinds are another stream
  }, [client, kind, peer]);
  return read.of === `${kind}\n${peer}` ? read.read : NOTHING;
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
