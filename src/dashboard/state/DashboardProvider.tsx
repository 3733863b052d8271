'use client';
import { useEffect, useMemo, type ReactNode } from 'react';
import type { SocketOptions } from '../../client/index.js';
import { HeartbeatProvider, useConnection } from '../../react/index.js';
import { createAdminConnection } from './adminConnection.js';
import { DashboardContext } from './context.js';
import type { DashboardStore } from './dashboardStore.js';

/** How often the page reads the gateway. */
const READ_EVERY_MS = 2_000;
const GIVE_UP_AFTER_MS = 12_000;
/** A hidden page stops reading after this, and reads at once when it is seen again. */
const PAUSE_AFTER_MS = 60_000;

/** Connects a store to its gateway while it is on the page, and gives it to the parts below. */
export function DashboardProvider({
  store,
  onUnauthorized,
  children,
}: {
  readonly store: DashboardStore;
  /** The gateway no longer accepts the token. */
  readonly onUnauthorized?: (() => void) | undefined;
  readonly children?: ReactNode;
}): ReactNode {
  const options = useMemo<SocketOptions>(
    () => ({
      WebSocket: createAdminConnection(store.refresh),
      heartbeat: { intervalMs: READ_EVERY_MS, timeoutMs: GIVE_UP_AFTER_MS, detection: 'fixed', follow: false },
      reconnect: { maxAttempts: Infinity },
      whenHidden: { pauseAfterMs: PAUSE_AFTER_MS },
      diagnose: false,
    }),
    [store],
  );
  return (
    <DashboardContext.Provider value={store}>
      {/* No socket is dialled at this address: the options replace the class that would. */}
      <HeartbeatProvider url="ws://admin.invalid" options={options}>
        <SignOutWhenRefused onUnauthorized={onUnauthorized} />
        {children}
      </HeartbeatProvider>
    </DashboardContext.Provider>
  );
}

function SignOutWhenRefused({ onUnauthorized }: { readonly onUnauthorized: (() => void) | undefined }): ReactNode {
  const isRefused = useConnection(({ status, cause }) => status === 'failed' && cause === 'auth');
  useEffect(() => {
    if (isRefused) onUnauthorized?.();
  }, [isRefused, onUnauthorized]);
  return null;
}
