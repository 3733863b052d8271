import { act, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { AdminClient } from '../../src/admin/createAdminClient.js';
import type { AdminResult } from '../../src/admin/adminResult.js';
import { HOME, type Address } from '../../src/dashboard/state/address.js';
import type { DashboardState } from '../../src/dashboard/state/dashboardStore.js';
import { createScriptedSocket } from '../../src/testing/createScriptedSocket.js';
import { RecordedDashboard } from '../../stories/dashboard/RecordedDashboard.js';
import { recordedCommons, recordedPeers } from '../../stories/dashboard/recordedPeers.js';
import { recordedState, recordedStore } from '../../stories/dashboard/recorded.js';

// However busy the machine is.
configure({ asyncUtilTimeout: 20_000 });

type Answers = Partial<Record<keyof AdminClient, AdminResult<unknown>>>;

function show(at: Partial<Address> = {}, answers: Answers = {}, change: Partial<DashboardState> = {}) {
  const recorded = { ...recordedState(Date.now()), address: { ...HOME, screen: 'peers', ...at }, ...change };
  const made = recordedStore(recorded, answers);
  render(<RecordedDashboard store={made.store} socket={createScriptedSocket({ status: 'open' })} />);
  return made;
}

const heading = (): string => screen.getByRole('heading', { level: 1 }).textContent.replaceAll('\u00a0', ' ');
const refused = (status: number): AdminResult<unknown> => ({
  ok: false,
  status,
  problem: { type: 'about:blank', title: 'Refused', status },
});

it('says whose peers these are where there are several gateways, and lists them with their states', async () => {
  const gateway = (gatewayId: string, status: 'accepting' | 'draining') => ({ gatewayId, connections: 7, status });
  const { stats } = recordedState(Date.now());
  const gateways = [gateway('b2c3d4e5', 'draining'), gateway(stats!.gatewayId, 'accepting')];
  show({}, {}, { stats: { ...stats!, gateways } });
  const nodes = within(screen.getByRole('list', { name: '2 gateways' })).getAllByRole('listitem');
  expect(nodes.map(({ textContent }) => textContent)).toEqual(['7f3a9c417', 'b2c3d4e5draining7']);
  await waitFor(() => expect(screen.getByText(/These are on the gateway 7f3a9c41 alone\./)).toBeTruthy());
});

it('lists the worst first, and only the rows in view', async () => {
  show();
  await waitFor(() => expect(heading()).toBe('1 204 people: 3 lost and not back, 28 missing heartbeats now.'));
  const rows = screen.getAllByRole('row');
  expect(rows.length).toBeLessThan(100);
  expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('1205');
  const [link] = within(rows[1] as HTMLElement).getAllByRole('link', { name: /^9c41e7b2, lost$/ });
  expect(link?.getAttribute('href')).toBe('#session/9c41e7b2a0d34f518e6c7d9b1a2f3c40');
  expect(screen.getByRole('columnheader', { name: /In a row/ }).getAttribute('aria-sort')).toBe('descending');
});

it('sorts and searches by its address', async () => {
  const { store } = show();
  await waitFor(() => screen.getByRole('table'));
  fireEvent.click(screen.getByRole('button', { name: 'Round trip' }));
  expect(store.getState().address.filters).toEqual({ sort: 'latency' });
  fireEvent.change(screen.getByRole('searchbox', { name: 'Find a person or session' }), {
    target: { value: ' 10.20 ' },
  });
  await waitFor(() => expect(store.getState().address.filters).toEqual({ sort: 'latency', q: '10.20' }));
});

it('says what those with trouble in a period have in common', async () => {
  const now = Date.now();
  const value = { ...recordedPeers(now, 31), total: 1_204, standsOut: recordedCommons };
  show({ period: { from: now - 720_000, to: now - 240_000 } }, { peers: { ok: true, value } });
  await waitFor(() =>
    expect(heading()).toMatch(
      /^31 people had trouble between .* 87 % of them are in the network 10\.20\.0\.0\/16, as are 12 % of everyone\.$/,
    ),
  );
  const link = screen.getByTitle('10.20.0.0/16');
  expect(link.closest('tr')?.textContent).toContain('stands out');
  const [bar, all] = link.closest('tr')?.querySelectorAll<HTMLElement>('.hbd-meter > i') ?? [];
  expect([bar?.style.inlineSize, all?.style.insetInlineStart].map((size = '') => parseInt(size))).toEqual([87, 12]);
  expect(link.getAttribute('href')).toMatch(/q=10\.20\.0\.0%2F16/);
});

it('disconnects one person, and asks before', async () => {
  const { calls } = show();
  await waitFor(() => screen.getByRole('table'));
  fireEvent.click(screen.getAllByRole('button', { name: /^Disconnect .*…$/ })[0] as HTMLElement);
  const dialog = screen.getByRole('dialog');
  expect(within(dialog).getByText(/comes back by itself/)).toBeTruthy();
  fireEvent.click(within(dialog).getByRole('button', { name: 'Disconnect 1 person' }));
  await act(async () => {});
  expect(calls.map(([name]) => name)).toEqual(['disconnect']);
});

it('gives a viewer nothing to disconnect with', async () => {
  show({}, {}, { me: { role: 'viewer', subject: 'kim' } });
  await waitFor(() => screen.getByRole('table'));
  expect(screen.queryByRole('button', { name: /Disconnect/ })).toBeNull();
});

it('holds the list while it is used, and shows what is new when it is asked to', async () => {
  const now = Date.now();
  const answers: Answers = { peers: { ok: true, value: recordedPeers(now, 40) } };
  const { store } = show({}, answers);
  await waitFor(() => screen.getByRole('table'));
  act(() => store.pause(true));
  const more = recordedPeers(now, 52);
  answers.peers = { ok: true, value: { ...more, peers: more.peers.toReversed() } };
  const later = { ...recordedState(now + 60_000), address: store.getState().address };
  expect(later.readAt).not.toBe(store.getState().readAt);
  await act(async () => {
    // The store's own clock stands still in a recording: another search asks again.
    store.open({ ...store.getState().address, filters: {} }, 'replace');
  });
  expect(screen.getByRole('button', { name: 'Paused' })).toBeTruthy();
  act(() => store.pause(false));
  expect(screen.queryByRole('button', { name: 'Paused' })).toBeNull();
});

it.each([
  [403, /^You may not see the peers\./],
  [404, /^There is nothing here\./],
  [500, /^The gateway did not tell the peers\./],
])('says so when the gateway refuses with %s', async (status, says) => {
  show({}, { peers: refused(status) });
  await waitFor(() => expect(heading()).toMatch(says));
});

it('says that no one matches', async () => {
  show(
    { filters: { q: 'zzz' } },
    { peers: { ok: true, value: { total: 1_204, matching: 0, peers: [], nextCursor: null } } },
  );
  await waitFor(() => expect(screen.getByText(/^No one has this text/)).toBeTruthy());
});
