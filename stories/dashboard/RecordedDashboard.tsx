import type { ComponentType, ReactNode } from 'react';
import { HeartbeatProvider } from '../../src/react/HeartbeatProvider.js';
import type { HeartbeatSocket } from '../../src/client/index.js';
import { AlertsScreen } from '../../src/dashboard/alerts/AlertsScreen.js';
import { EventsScreen } from '../../src/dashboard/events/EventsScreen.js';
import { OverviewScreen } from '../../src/dashboard/overview/OverviewScreen.js';
import { PeersScreen } from '../../src/dashboard/peers/PeersScreen.js';
import { SCREENS } from '../../src/dashboard/screens.js';
import { SessionScreen } from '../../src/dashboard/session/SessionScreen.js';
import { SettingsScreen } from '../../src/dashboard/settings/SettingsScreen.js';
import { Frame } from '../../src/dashboard/shell/Frame.js';
import { DashboardContext, useDashboard } from '../../src/dashboard/state/context.js';
import type { DashboardStore } from '../../src/dashboard/state/dashboardStore.js';

/** At once, where the page loads them when they are opened. */
const CONTENTS: Readonly<Record<string, ComponentType>> = {
  overview: OverviewScreen,
  alerts: AlertsScreen,
  peers: PeersScreen,
  session: SessionScreen,
  events: EventsScreen,
  settings: SettingsScreen,
};

/** The page over recorded data: nothing is read, and the connection is a scripted one. */
export function RecordedDashboard({
  store,
  socket,
}: {
  readonly store: DashboardStore;
  readonly socket: HeartbeatSocket;
}): ReactNode {
  return (
    <DashboardContext.Provider value={store}>
      <HeartbeatProvider socket={socket}>
        <Page />
      </HeartbeatProvider>
    </DashboardContext.Provider>
  );
}

function Page(): ReactNode {
  const name = useDashboard(({ address }) => address.screen);
  const screen = SCREENS.find((one) => one.name === name) ?? SCREENS[0];
  const Content = CONTENTS[screen.name] ?? screen.Content;
  return (
    <Frame screens={SCREENS} current={screen} onSignOut={() => {}} onTheme={() => {}}>
      <Content />
    </Frame>
  );
}
