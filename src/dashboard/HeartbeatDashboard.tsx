'use client';
import { useState, type ReactNode } from 'react';
import type { AdminClient } from '../admin/createAdminClient.js';
import { SCREENS } from './screens.js';
import { Frame, type FrameTools } from './shell/Frame.js';
import { createDashboardStore } from './state/dashboardStore.js';
import { DashboardProvider } from './state/DashboardProvider.js';
import { useAddress, browserAddress, tellBrowser, useBrowserAddress } from './state/useAddress.js';

/** Props of `HeartbeatDashboard`. */
export interface HeartbeatDashboardProps {
  /** The gateway to show. For another one, give the dashboard another `key`. */
  readonly client: AdminClient;
  /** Called when the person signs out, or when the gateway no longer accepts the token. */
  readonly onSignOut?: ((why: 'asked' | 'refused') => void) | undefined;
  /**
   * Called by the button that switches between light and dark. Without it there is no button, and the look is the
   * page's.
   */
  readonly onTheme?: (() => void) | undefined;
}

/**
 * The operators' dashboard of one gateway. It needs `heartbeat-socket/styles.css` and `heartbeat-socket/dashboard.css`.
 * It keeps its place in the address (`#peers?from=…`), so that a link shows the same.
 *
 * ```tsx
 * const client = createAdminClient({ baseUrl: 'https://gw.example/heartbeat', token });
 * <HeartbeatDashboard client={client} />
 * ```
 */
export function HeartbeatDashboard({ client, onSignOut, onTheme }: HeartbeatDashboardProps): ReactNode {
  const [store] = useState(() => createDashboardStore(client, Date.now, { address: browserAddress() }, tellBrowser));
  useBrowserAddress(store);
  return (
    <DashboardProvider store={store} onUnauthorized={onSignOut && (() => onSignOut('refused'))}>
      <Screens onSignOut={onSignOut && (() => onSignOut('asked'))} onTheme={onTheme} />
    </DashboardProvider>
  );
}

/** The screen that the address names, or the first. */
function Screens(tools: FrameTools): ReactNode {
  const { screen } = useAddress();
  const current = SCREENS.find(({ name }) => name === screen) ?? SCREENS[0];
  return (
    <Frame screens={SCREENS} current={current} {...tools}>
      <current.Content />
    </Frame>
  );
}
