import { configure, render, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { HOME, type Address } from '../../src/dashboard/state/address.js';
import type { DashboardState } from '../../src/dashboard/state/dashboardStore.js';
import { createScriptedSocket } from '../../src/testing/createScriptedSocket.js';
import { RecordedDashboard } from '../../stories/dashboard/RecordedDashboard.js';
import { recordedState, recordedStore } from '../../stories/dashboard/recorded.js';

// However busy the machine is.
configure({ asyncUtilTimeout: 20_000 });

function show(
  at: Partial<Address> = {},
  change: (state: DashboardState) => Partial<DashboardState> = () => ({}),
): void {
  const recorded = recordedState(Date.now());
  const address = { ...HOME, screen: 'alerts', ...at };
  const { store } = recordedStore({ ...recorded, address, ...change(recorded) });
  render(<RecordedDashboard store={store} socket={createScriptedSocket({ status: 'open' })} />);
}

const heading = (): string => screen.getByRole('heading', { level: 1 }).textContent.replaceAll('\u00a0', ' ');

it('says what is wrong, for how long, and what was', () => {
  show();
  expect(heading()).toBe('One alert is active. 2 ended lately. 1 of 3 rules is still learning what is usual.');
  const active = within(screen.getByRole('list', { name: 'Active alerts' }));
  expect(active.getByText(/^for 11.min$/)).toBeTruthy();
  expect(active.getByText('41 peers newly silent in 2 minutes, usually 6')).toBeTruthy();
  expect(within(screen.getByRole('list', { name: 'Alerts that ended' })).getAllByRole('listitem')).toHaveLength(2);
  expect(screen.getByRole('row', { name: /^Answers take long quiet Raised when over 5 minutes/ })).toBeTruthy();
});

it('leads from an alert to its period', () => {
  show();
  const [link] = screen.getAllByRole('link', { name: /^Look at the 31: Missed/ });
  const [, from, to] = /^#alerts\/a-1\?from=(\d+)&to=(\d+)$/.exec(link?.getAttribute('href') ?? '') ?? [];
  expect(Number(to) - Number(from)).toBe(15 * 60_000);
});

it('shows one alert over its period', () => {
  const now = Date.now();
  show({ id: 'a-1', period: { from: now - 900_000, to: now } });
  expect(heading()).toMatch(
    /^Missed heartbeats are above normal: 41 a minute, usually 6\. Since \d\d:\d\d:\d\d, for 11 min\.$/,
  );
  expect(screen.getByRole('slider', { name: 'Time' })).toBeTruthy();
});

it.each([
  ['the gateway does not remember the alert', { id: 'gone' }, {}, /does not remember this alert/],
  ['there is no answer yet', {}, { alerts: null, readAt: null }, /^Reading the gateway/],
  ['the gateway has no alerts', {}, { alerts: null }, /raises no alerts/],
  [
    'nothing is wrong',
    {},
    { alerts: { ...recordedState(0).alerts, active: [], recent: [] } as DashboardState['alerts'] },
    /^Nothing asks for a look/,
  ],
])('says so when %s', (_, at, change, says) => {
  show(at, () => change);
  expect(heading()).toMatch(says);
});
