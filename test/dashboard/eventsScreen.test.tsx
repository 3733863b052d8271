import { configure, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { AdminClient } from '../../src/admin/createAdminClient.js';
import type { EventsItem } from '../../src/admin/readEvents.js';
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
const count = () => Number(document.querySelector('table')?.getAttribute('aria-rowcount')) - 1;
const there = () => waitFor(() => expect(count()).toBeGreaterThan(100));
const kinds = () => [...document.querySelectorAll<HTMLElement>('tbody button[data-row]')];

it('lists what the gateway still has, the newest first, each with the way to its session', async () => {
  show();
  await there();
  expect(screen.getByRole('heading', { level: 1 }).textContent).toMatch(/^17 events in the last minute\./);
  const times = rows().map((row) => row.querySelector('th')?.textContent ?? '');
  expect(times).toEqual(times.toSorted().toReversed());
  expect(document.querySelector('tbody a[href^="#session"]')?.getAttribute('href')).toMatch(/^#session\/9c41e7b2/);
});

it('draws those in view, however many there are', async () => {
  show();
  await there();
  expect(count()).toBe(240);
  expect(rows().length).toBeLessThan(60);
  expect(rows().map((row) => row.getAttribute('aria-rowindex'))).toEqual(rows().map((_, index) => `${index + 2}`));
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
    expect(count() > 10 && kinds().every(({ textContent }) => textContent === 'reconnected')).toBe(true),
  );
});

it('draws no row anew when others come', async () => {
  let drawn = 0;
  async function* few(kind: string, from: number): AsyncGenerator<EventsItem, void> {
    let left = 4;
    for await (const item of recordedEvents(Date.now() + from, kind)) {
      if (item.type !== 'event') yield item;
      else if (left-- > 0) {
        // Whose it is, is read by its row alone.
        const event = { ...item.event };
        Object.defineProperty(event, 'connectionId', { enumerable: false, get: () => ((drawn += 1), 'a'.repeat(32)) });
        yield { ...item, event };
      }
    }
  }
  let asked = 0;
  show({ filters: { kind: 'reconnected' } }, () => few('stable', (asked += 1) * 3_600_000));
  await waitFor(() => expect(drawn).toBeGreaterThan(0));
  expect(drawn).toBe(4);
  await waitFor(() => expect(drawn).toBeGreaterThan(4));
  expect(drawn).toBe(8);
});

it.each([
  ['paused', () => fireEvent.click(screen.getByText('Pause'))],
  ['pointed at', () => fireEvent.pointerEnter(screen.getByRole('table'))],
])('keeps its rows where they are while it is %s, and says how many wait', async (_, hold) => {
  show({}, () => recordedEvents(Date.now() + 3_600_000, 'stable'));
  await there();
  hold();
  const before = rows().map((row) => row.textContent);
  const countBefore = count();
  const chip = await screen.findByText(/^\d+ new$/);
  expect(rows().map((row) => row.textContent)).toEqual(before);
  fireEvent.click(chip);
  expect(count()).toBeGreaterThan(countBefore);
  expect(screen.queryByText(/^\d+ new$/)).toBeNull();
});
