import { configure, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { AdminClient } from '../../src/admin/createAdminClient.js';
import { HOME, type Address } from '../../src/dashboard/state/address.js';
import { createScriptedSocket } from '../../src/testing/createScriptedSocket.js';
import { RecordedDashboard } from '../../stories/dashboard/RecordedDashboard.js';
import { recordedEvents } from '../../stories/dashboard/recordedEvents.js';
import { recordedState, recordedStore } from '../../stories/dashboard/recorded.js';

// However busy the machine is.
configure({ asyncUtilTimeout: 20_000 });

function show(at: Partial<Address> = {}, laterEvents?: AdminClient['events']) {
  const state = { ...recordedState(Date.now()), address: { ...HOME, screen: 'events', ...at } };
  const made = recordedStore(state, {}, laterEvents);
  render(<RecordedDashboard store={made.store} socket={createScriptedSocket({ status: 'open' })} />);
  return made;
}

/** By selector: asking some hundred rows for their roles takes jsdom seconds. */
const rows = () => [...document.querySelectorAll('tbody tr[data-level]')];
const there = () => waitFor(() => expect(rows().length).toBeGreaterThan(100));
const kinds = () => [...document.querySelectorAll<HTMLElement>('tbody button[data-row]')];

it('lists what the gateway still has, the newest first, each with the way to its session', async () => {
  show();
  await there();
  expect(screen.getByRole('heading', { level: 1 }).textContent).toMatch(/^17 events in the last minute\./);
  const times = rows().map((row) => row.querySelector('th')?.textContent ?? '');
  expect(times).toEqual(times.toSorted().toReversed());
  expect(document.querySelector('tbody a[href^="#session"]')?.getAttribute('href')).toMatch(/^#session\/9c41e7b2/);
});

it('opens one as it was written', async () => {
  show();
  await there();
  const first = kinds().find(({ textContent }) => textContent === 'reconnected');
  fireEvent.click(first as HTMLElement);
  expect(screen.getByText(/"downMs": 4200/).tagName).toBe('PRE');
  expect(first?.getAttribute('aria-expanded')).toBe('true');
});

it('asks for the kinds that are chosen, and keeps them in the address', async () => {
  const { store } = show();
  await there();
  fireEvent.click(screen.getByText('Back'));
  expect(store.getState().address.filters).toEqual({ kind: 'reconnected' });
  await waitFor(() =>
    expect(kinds().length > 10 && kinds().every(({ textContent }) => textContent === 'reconnected')).toBe(true),
  );
});

it.each([
  ['paused', () => fireEvent.click(screen.getByText('Pause'))],
  ['pointed at', () => fireEvent.pointerEnter(screen.getByRole('table'))],
])('keeps its rows where they are while it is %s, and says how many wait', async (_, hold) => {
  show({}, () => recordedEvents(Date.now() + 3_600_000, 'stable'));
  await there();
  hold();
  const before = rows().map((row) => row.textContent);
  const chip = await screen.findByText(/^\d+ new$/);
  expect(rows().map((row) => row.textContent)).toEqual(before);
  fireEvent.click(chip);
  expect(rows().length).toBeGreaterThan(before.length);
  expect(screen.queryByText(/^\d+ new$/)).toBeNull();
});
