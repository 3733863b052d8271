import { configure, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { AdminClient } from '../../src/admin/createAdminClient.js';
import type { AdminResult } from '../../src/admin/adminResult.js';
import { HOME } from '../../src/dashboard/state/address.js';
import { createScriptedSocket } from '../../src/testing/createScriptedSocket.js';
import { RecordedDashboard } from '../../stories/dashboard/RecordedDashboard.js';
import { recordedSession } from '../../stories/dashboard/recordedSession.js';
import { recordedState, recordedStore } from '../../stories/dashboard/recorded.js';

// However busy the machine is.
configure({ asyncUtilTimeout: 20_000 });

function show(answers: Partial<Record<keyof AdminClient, AdminResult<unknown>>> = {}) {
  const state = { ...recordedState(Date.now()), address: { ...HOME, screen: 'session', id: '9c41e7b2' } };
  const made = recordedStore(state, answers);
  render(<RecordedDashboard store={made.store} socket={createScriptedSocket({ status: 'open' })} />);
  return made;
}

const heading = (): string => screen.getByRole('heading', { level: 1 }).textContent.replaceAll('\u00a0', ' ');
const shown = () => waitFor(() => expect(heading()).toMatch(/cut the connection/));

it('names the cause, what it cost and what would have prevented it', async () => {
  show();
  await shown();
  expect(heading()).toBe(
    'Something on the path cut the connection after 60 s of silence. Down for 4.2 s, on the screen for 3.2 s.',
  );
  expect(screen.getByText(/Both ends saw 1006/)).toBeTruthy();
  expect(screen.getByRole('link', { name: /At 54.s it would have held/ }).getAttribute('href')).toBe('#settings');
});

it('shows the connections with the outages between them, and looks at another one', async () => {
  const { store } = show();
  await shown();
  const strip = within(screen.getByRole('list', { name: 'Connections and outages' }));
  expect(strip.getAllByRole('listitem')).toHaveLength(5);
  fireEvent.click(strip.getByRole('button', { name: /device slept/ }));
  expect(heading()).toMatch(/^The client’s device slept\. Down for 660 s, not shown to the person\.$/);
  expect(store.getState().address.pick).not.toBeNull();
});

it('has the records of both ends in words, with beats folded', async () => {
  show();
  await shown();
  expect(
    screen.getByRole('row', { name: /Gateway connection\.closed 1006, abnormal, after 60.s of silence/ }),
  ).toBeTruthy();
  expect(
    screen.getByRole('row', {
      name: /settings\.changed interval 25.s → 70.s, timeout 75.s → 210.s, version 14, by ada/,
    }),
  ).toBeTruthy();
  expect(screen.queryByText('ping.sent')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Fold beats' }));
  expect(screen.getAllByText('ping.sent').length).toBeGreaterThan(1);
});

it('says what a person has seen, and what the drawing says', async () => {
  show();
  await shown();
  expect(screen.getByText(/^our banner, for 3\.2.s$/)).toBeTruthy();
  expect(screen.getByText(/^\d pings, 0 answered late, 0 not answered, an outage from/)).toBeTruthy();
});

it.each([
  [404, /^The gateway knows no such session\./],
  [403, /^You may not see the time line/],
])('says so when the gateway answers %s', async (status, says) => {
  show({ timeline: { ok: false, status, problem: { type: 'about:blank', title: 'No', status } } });
  await waitFor(() => expect(heading()).toMatch(says));
});

it('says that a session has had no outage', async () => {
  const value = { ...recordedSession(Date.now()), outages: [] };
  show({ timeline: { ok: true, value } });
  await waitFor(() => expect(heading()).toMatch(/^Connected for .*, no outage in view\.$/));
});
