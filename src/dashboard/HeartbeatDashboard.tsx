'use client';
import { useEffect, useState, type ReactNode } from 'react';
import type { AdminClient } from '../admin/createAdminClient.js';
import { OverviewScreen } from './overview/OverviewScreen.js';
import { SettingsScreen } from './settings/SettingsScreen.js';
import { Frame, type Screen } from './shell/Frame.js';
import { createDashboardStore } from './state/dashboardStore.js';
import { DashboardProvider } from './state/DashboardProvider.js';

const SCREENS: readonly (Screen & { readonly render: () => ReactNode })[] = [
  { name: 'overview', title: 'Overview', icon: 'overview', render: () => <OverviewScreen /> },
  { name: 'settings', title: 'Settings', icon: 'settings', render: () => <SettingsScreen /> },
];
const [FIRST] = SCREENS;

/** Props of `HeartbeatDashboard`. */
export interface HeartbeatDashboardProps {
  /** The gateway to show. For another one, give the dashboard another `key`. */
  readonly client: AdminClient;
  /** Called when the person signs out, or when the gateway no longer accepts the token. */
  readonly onSignOut?: ((why: 'asked' | 'refused') => void) | undefined;
  /** Called by the button for light or dark; without it there is none, and the look is the page's. */
  readonly onTheme?: (() => void) | undefined;
}

/**
 * The operators' dashboard of one gateway. It needs `heartbeat-socket/styles.css` and `heartbeat-socket/dashboard.css`, and
 * keeps the screen in the address (`#settings`).
 *
 * ```tsx
 * const client = createAdminClient({ baseUrl: 'https://gw.example/heartbeat', token });
 * <HeartbeatDashboard client={client} />
 * ```
 */
export function HeartbeatDashboard({ client, onSignOut, onTheme }: HeartbeatDashboardProps): ReactNode {
  const [store] = useState(() => createDashboardStore(client, Date.now));
  const hash = useHash();
  const current = SCREENS.find(({ name }) => name === hash) ?? FIRST;
  if (!current) return null;
  return (
    <DashboardProvider store={store} onUnauthorized={onSignOut && (() => onSignOut('refused'))}>
      <Frame screens={SCREENS} current={current} onSignOut={onSignOut && (() => onSignOut('asked'))} onTheme={onTheme}>
        {current.render()}
      </Frame>
    </DashboardProvider>
  );
}

function useHash(): string {
  const [hash, setHash] = useState(readHash);
  useEffect(() => {
    const follow = (): void => setHash(readHash());
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return hash;
}

const readHash = (): string => (typeof location === 'undefined' ? '' : location.hash.slice(1));
