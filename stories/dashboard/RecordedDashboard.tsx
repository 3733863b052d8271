import type { ReactNode } from 'react';
import { HeartbeatProvider } from '../../src/react/HeartbeatProvider.js';
import type { HeartbeatSocket } from '../../src/client/index.js';
import { OverviewScreen } from '../../src/dashboard/overview/OverviewScreen.js';
import { SettingsScreen } from '../../src/dashboard/settings/SettingsScreen.js';
import { Frame } from '../../src/dashboard/shell/Frame.js';
import { DashboardContext } from '../../src/dashboard/state/context.js';
import type { DashboardStore } from '../../src/dashboard/state/dashboardStore.js';

const OVERVIEW = { name: 'overview', title: 'Overview', icon: 'overview' } as const;
const SETTINGS = { name: 'settings', title: 'Settings', icon: 'settings' } as const;

/** The page over recorded data: nothing is read, and the connection is a scripted one. */
export function RecordedDashboard({
  store,
  socket,
  screen = 'settings',
}: {
  readonly store: DashboardStore;
  readonly socket: HeartbeatSocket;
  readonly screen?: 'overview' | 'settings';
}): ReactNode {
  return (
    <DashboardContext.Provider value={store}>
      <HeartbeatProvider socket={socket}>
        <Frame
          screens={[OVERVIEW, SETTINGS]}
          current={screen === 'overview' ? OVERVIEW : SETTINGS}
          onSignOut={() => {}}
          onTheme={() => {}}
        >
          {screen === 'overview' ? <OverviewScreen /> : <SettingsScreen />}
        </Frame>
      </HeartbeatProvider>
    </DashboardContext.Provider>
  );
}
