import { act, configure, render, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { AdminClient } from '../../src/admin/createAdminClient.js';
import type { AdminResult } from '../../src/admin/adminResult.js';
import { HOME } from '../../src/dashboard/state/address.js';
import { createDashboardStore } from '../../src/dashboard/state/dashboardStore.js';
import { createScriptedSocket } from '../../src/testing/createScriptedSocket.js';
import { RecordedDashboard } from '../../stories/dashboard/RecordedDashboard.js';
import { recordedPeers } from '../../stories/dashboard/recordedPeers.js';
import { recordedState, recordedStore } from '../../stories/dashboard/recorded.js';

configure({ asyncUtilTimeout: 20_000 });

const NOON = new Date(2026, 10, 27, 12).getTime();
const refused: AdminResult<never> = {
  ok: false,
  status: 503,
  problem: { type: 'about:blank', title: 'Busy', status: 503, detail: 'The statistics are being restored.' },
};

/** A dashboard that reads a gateway whose answers the test changes, by a clock that the test moves. */
function show(at: string) {
  const recorded = recordedState(NOON);
  const answers: Partial<AdminClient> = {};
  const { client } = recordedStore(recorded).store;
  const asked = new Proxy(client, {
    get: (target, name: keyof AdminClient) => answers[name] ?? target[name],
  });
  let now = NOON;
  const store = createDashboardStore(asked, () => now, { ...recorded, readAt: null, address: { ...HOME, screen: at } });
  const read = async (afterMs: number) => {
    now += afterMs;
    await act(() => store.refresh());
  };
  render(<RecordedDashboard store={store} socket={createScriptedSocket({ status: 'open' })} />);
  return { answers, read };
}

const heading = (): string => screen.getByRole('heading', { level: 1 }).textContent.replaceAll('\u00a0', ' ');
const isGrey = (): boolean => screen.getByRole('main').dataset['stale'] !== undefined;
const clock = (): string => document.querySelector('.hbd-live')?.textContent.replaceAll('\u00a0', ' ') ?? '';

it('shows statistics that cannot be read again grey, with their age and the reason', async () => {
  const { answers, read } = show('overview');
  await read(0);
  expect(clock()).toBe('12:00:00');
  answers.stats = async () => refused;
  await read(2_000);
  // The next reading may have them: the clock alone stands still.
  expect([isGrey(), clock()]).toEqual([false, '12:00:00']);
  await read(2_000);
  await read(2_000);
  expect(isGrey()).toBe(true);
  expect(heading()).toMatch(/^As it was .+ ago, at 12:00:00: 1 204 people connected\./);
  expect(clock()).toMatch(/ old$/);
  expect(screen.getByText(/The gateway answers, but not this: The statistics are being restored\. /)).toBeTruthy();
  delete answers.stats;
  await read(2_000);
  expect([isGrey(), clock()]).toEqual([false, '12:00:08']);
  expect(heading()).toMatch(/^1 204 people connected\./);
});

it('leaves a screen as it is that shows nothing of what cannot be read', async () => {
  const { answers, read } = show('alerts');
  await read(0);
  answers.stats = async () => refused;
  await read(6_000);
  expect([isGrey(), clock()]).toEqual([false, '12:00:06']);
  expect(document.querySelector<HTMLElement>('.hbd-gateways')?.dataset['stale']).toBe('true');
});

it('does so with a list that a screen reads for itself', async () => {
  const { answers, read } = show('peers');
  await read(0);
  await waitFor(() => expect(heading()).toMatch(/^1 204 people/));
  answers.peers = async () => refused;
  await read(30_000);
  await waitFor(() => expect(isGrey()).toBe(true));
  expect(heading()).toMatch(/^As it was .+ ago, at 12:00:00: 1 204 people/);
  answers.peers = async () => ({ ok: true, value: recordedPeers(NOON, 40) });
  await read(30_000);
  await waitFor(() => expect(isGrey()).toBe(false));
});
