'use client';
import { useEffect, useInsertionEffect, useRef } from 'react';
import type { ConnectionSnapshot } from '../client/snapshot/snapshot.js';
import type { ConnectionSource } from '../client/heartbeatSocket.js';
import { useSocket } from './context.js';
import { nextReport, toStage, type OutageReport } from './outageReport.js';

/** Called at the three moments that are worth telling a person. */
export interface ConnectionListeners {
  /** An outage has lasted longer than `lostAfterMs`. Once per outage. */
  readonly onLost?: ((snapshot: ConnectionSnapshot) => void) | undefined;
  /** The connection is back after an outage that called `onLost` or `onFailed`. */
  readonly onRestored?: ((snapshot: ConnectionSnapshot) => void) | undefined;
  /** No further attempt will be made. */
  readonly onFailed?: ((snapshot: ConnectionSnapshot) => void) | undefined;
}

/**
 * Calls back at the moments when `ConnectionBanner` would announce something, for an app that shows toasts instead. It
 * causes no render, and inline functions are fine. What happened before the mount causes no call.
 *
 * @param socket the connection; by default the nearest provider's
 * @example useConnectionListeners({ onLost: ({ cause }) => toast(cause), onRestored: () => toast('Back online') });
 */
export function useConnectionListeners(listeners: ConnectionListeners, socket?: ConnectionSource): void {
  const { store } = useSocket(socket);
  const latest = useRef(listeners);
  useInsertionEffect(() => {
    latest.current = listeners;
  });
  useEffect(() => {
    let report: OutageReport = { stage: toStage(store.getState()), isTold: false, news: null };
    return store.subscribe((now) => {
      const stage = toStage(now);
      if (stage === report.stage) return;
      report = nextReport(report, stage);
      const { onLost, onRestored, onFailed } = latest.current;
      if (report.news === 'lost') onLost?.(now);
      if (report.news === 'failed') onFailed?.(now);
      if (report.news === 'restored') onRestored?.(now);
    });
  }, [store]);
}
