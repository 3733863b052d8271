'use client';
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { DashboardState, DashboardStore } from './dashboardStore.js';

export const DashboardContext = createContext<DashboardStore | null>(null);

/** The store of the dashboard around this part. @throws Error outside of a dashboard. */
export function useDashboardStore(): DashboardStore {
  const store = useContext(DashboardContext);
  if (!store) throw new Error('heartbeat-socket: parts of the dashboard belong inside <DashboardProvider>.');
  return store;
}

/** A part of what the page knows. */
export const useDashboard = <Selected>(select: (state: DashboardState) => Selected): Selected =>
  useStore(useDashboardStore(), select);

/** Whether the signed-in person may change things. A viewer, and a person whose role is not known yet, may look. */
export const useCanAct = (): boolean => useDashboard(({ me }) => me?.role === 'operator');
