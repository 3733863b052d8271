import { useState, type ReactNode } from 'react';
import { HOME, type Address } from '../../src/dashboard/state/address.js';
import type { DashboardState } from '../../src/dashboard/state/dashboardStore.js';
import { createScriptedSocket } from '../../src/testing/createScriptedSocket.js';
import '../../src/dashboard/dashboard.css';
import { RecordedDashboard } from './RecordedDashboard.js';
import { recordedState, recordedStore } from './recorded.js';

type Answers = Parameters<typeof recordedStore>[1];

export interface DashboardPageArgs {
  /** What differs from the recorded state. */
  readonly change?: (state: DashboardState) => Partial<DashboardState>;
  readonly answers?: (state: DashboardState) => Answers;
  readonly isLost?: boolean;
  /** Where the page is: a part of an address. */
  readonly at?: Partial<Address>;
}

/** The whole page in one state, over recorded data. */
export function DashboardPage({ change, answers, isLost = false, at }: DashboardPageArgs): ReactNode {
  const [page] = useState(() => {
    const now = Date.now();
    const recorded = recordedState(now);
    const state = { ...recorded, address: { ...HOME, ...at }, ...change?.(recorded) };
    const socket = createScriptedSocket(
      isLost
        ? { status: 'reconnecting', lost: true, cause: 'unreachable', attempt: 2, nextRetryAt: now + 60_000 }
        : { status: 'open' },
    );
    return { store: recordedStore(state, answers?.(state)).store, socket };
  });
  return <RecordedDashboard {...page} />;
}

/** Where the settings are. */
export const SETTINGS = { screen: 'settings' };
/** Nothing is being tried. */
export const withoutGuard = (state: DashboardState): Partial<DashboardState> => ({
  settings: state.settings && { ...state.settings, guard: null },
});
