import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { createAdminClient } from '../../src/admin/createAdminClient.js';
import { HOME } from '../../src/dashboard/state/address.js';
import { createDashboardStore, type DashboardState } from '../../src/dashboard/state/dashboardStore.js';
import { createScriptedSocket } from '../../src/testing/createScriptedSocket.js';
import { RecordedDashboard } from '../../stories/dashboard/RecordedDashboard.js';
import { recordedState, recordedStore } from '../../stories/dashboard/recorded.js';

function show(change: (state: DashboardState) => Partial<DashboardState> = () => ({})) {
  const recorded = recordedState(Date.now());
  const { store } = recordedStore({ ...recorded, ...change(recorded) });
  render(<RecordedDashboard store={store} socket={createScriptedSocket({ status: 'open' })} />);
  return { store };
}

it('opens with a sentence, and then says what asks for a look', () => {
  show();
  expect(screen.getByRole('heading', { level: 1 }).textContent).toMatch(
    /^1.204 people connected\. 23 people lost the connection and came back in the last hour, nearly all within 5\.8.s; 9 saw it\. One thing is worth a look\.$/,
  );
  const strip = within(screen.getByRole('list', { name: 'Worth a look' }));
  expect(strip.getByText('Missed heartbeats are above normal: 41 a minute, usually 6.')).toBeTruthy();
  expect(strip.getByRole('link', { name: /^Look at the 31: Missed/ }).getAttribute('href')).toMatch(
    /^#alerts\/a-1\?from=\d+&to=\d+$/,
  );
  expect(strip.getByRole('link', { name: 'Compare' }).getAttribute('href')).toBe('#settings');
});

it('says the numbers of now, and only those that are known', () => {
  show(({ stats }) => ({ stats: stats && { ...stats, rttMs: { count: 0, p50: null, p95: null, p99: null } } }));
  const now = within(screen.getByRole('list', { name: 'Now' }));
  const tiles = now.getAllByRole('listitem').map(({ textContent }) => textContent.replaceAll('\u00a0', ' '));
  expect(tiles).toHaveLength(7);
  expect(now.getAllByRole('link')).toHaveLength(7);
  expect(tiles[0]).toMatch(/^Connected1 204peak/);
  expect(tiles[2]).toBe('Missed742in the period');
  expect(tiles[4]).toBe('Round trip–p95p50 – · p99 –');
});

it('moves one cursor over all lanes spoken, and shows the same as a table', () => {
  show();
  const time = screen.getByRole('slider', { name: 'Time' });
  const atLast = time.getAttribute('aria-valuetext');
  expect(atLast).toMatch(
    /^\d\d:\d\d:\d\d: Connected 1.20\d, Missed \d+, Reconnects \d+, Round trip \d+.*, Event loop late/,
  );
  fireEvent.change(time, { target: { value: '118' } });
  expect(time.getAttribute('aria-valuetext')).not.toBe(atLast);
  fireEvent.keyDown(time, { key: 'Escape' });
  expect(time.getAttribute('aria-valuetext')).toBe(atLast);
  fireEvent.click(screen.getByRole('button', { name: 'Table' }));
  const table = within(screen.getByRole('region', { name: 'The lanes as a table' }));
  expect(table.getAllByRole('columnheader').map(({ textContent }) => textContent)).toContain('Round trip p99');
  // What is not known is a dash.
  expect(table.getAllByText('–').length).toBeGreaterThan(0);
});

it('asks for another period', async () => {
  const { store } = show();
  fireEvent.click(screen.getByRole('button', { name: '6 h' }));
  await act(async () => {});
  expect(store.getState().address.period).toEqual({ windowMs: 6 * 3_600_000 });
  expect(screen.getByRole('region', { name: 'Last six hours' })).toBeTruthy();
});

it('works with a gateway that has no memory of the past', () => {
  show(({ stats }) => {
    const { chart: _, outages: __, missedPerPeriod: ___, ...rest } = stats ?? recordedState(0).stats ?? ({} as never);
    return { stats: rest, alerts: null };
  });
  expect(screen.getByRole('heading', { level: 1 }).textContent).toMatch(/^1.204 people connected\.$/);
  expect(screen.queryByRole('slider')).toBeNull();
});

it('says that no one is connected yet', () => {
  show(({ stats }) => ({
    stats: stats && { ...stats, connections: 0, counters: { ...stats.counters, opened: 0 } },
  }));
  expect(screen.getByRole('heading', { level: 1 }).textContent).toMatch(/^No one is connected yet\./);
});

it('chooses a part by Shift and arrows, makes the page that part by Enter, and lets go of it by Escape', () => {
  const { store } = show();
  const time = screen.getByRole('slider', { name: 'Time' });
  const chart = store.getState().stats?.chart;
  const last = chart?.at.at(-1) ?? 0;
  for (let times = 0; times < 3; times += 1) fireEvent.keyDown(time, { key: 'ArrowLeft', shiftKey: true });
  const { pick } = store.getState().address;
  expect(pick).toEqual({ from: last - 3 * 30_000, to: last + 30_000 });
  expect(time.getAttribute('aria-valuetext')).toMatch(/Chosen: \d\d:\d\d/);
  fireEvent.keyDown(time, { key: 'Escape' });
  expect(store.getState().address.pick).toBeNull();
  fireEvent.keyDown(time, { key: 'ArrowLeft', shiftKey: true });
  fireEvent.keyDown(time, { key: 'Enter' });
  expect(store.getState().address).toMatchObject({ pick: null, period: { to: last + 30_000 } });
});

it('says how long people saw it, and what the path allows', () => {
  show();
  const seen = within(screen.getByRole('region', { name: 'What people saw' }));
  expect(seen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    '14< 1 s',
    '41–2',
    '32–5',
    '25–15',
    '–15–60',
    '–> 60',
  ]);
  const path = within(screen.getByRole('region', { name: 'Limit of the path' }));
  expect(path.getByRole('link', { name: /Beat at least every 54.s/ }).getAttribute('href')).toBe('#settings');
});

it.each([
  ['stats', 'overview', /^This page cannot read what the gateway tells of its statistics\. .*load the page again\.$/],
  ['settings', 'settings', /^This page cannot read what the gateway tells of its settings\./],
  ['alerts', 'alerts', /^This page cannot read what the gateway tells of its alerts\./],
  ['me', 'overview', /^This page cannot read what the gateway tells of its statistics\./],
] as const)('says so when the answer to %s cannot be read', async (part, screenName, says) => {
  const recorded = recordedState(Date.now());
  const client = createAdminClient({
    baseUrl: 'http://gateway.example/heartbeat',
    token: 'a-token-of-this-test',
    fetch: async (url) => {
      const name = new Request(url).url.split('/').at(-1)?.split('?')[0] as keyof DashboardState;
      return Response.json(name === part ? { connections: 'many' } : (recorded[name] ?? null));
    },
  });
  const store = createDashboardStore(client, Date.now, { address: { ...HOME, screen: screenName } });
  render(<RecordedDashboard store={store} socket={createScriptedSocket({ status: 'open' })} />);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toMatch(/^Reading the/);
  await act(() => store.refresh());
  expect(screen.getByRole('heading', { level: 1 }).textContent).toMatch(says);
  expect(screen.getByText(/^The answer has another shape/)).toBeTruthy();
});
