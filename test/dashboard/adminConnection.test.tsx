import { act, render, screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { AdminClient } from '../../src/admin/createAdminClient.js';
import { unanswered, type AdminResult } from '../../src/admin/adminResult.js';
import type { AdminIdentity } from '../../src/admin/schemas/me.js';
import { HeartbeatDashboard } from '../../src/dashboard/index.js';
import { recordedState, recordedStore } from '../../stories/dashboard/recorded.js';

const OPERATOR: AdminResult<AdminIdentity> = { ok: true, value: { role: 'operator', subject: 'ada' } };
const REFUSED: AdminResult<AdminIdentity> = {
  ok: false,
  status: 401,
  problem: { type: 'about:blank', title: 'Unauthorized', status: 401 },
};

function show(first: AdminResult<AdminIdentity>) {
  const { store } = recordedStore(recordedState(Date.now()));
  let me = first;
  const client: AdminClient = new Proxy(store.client, {
    get: (target, name: keyof AdminClient) => (name === 'me' ? async () => me : target[name]),
  });
  location.hash = '#settings';
  const onSignOut = vi.fn<(why: 'asked' | 'refused') => void>();
  render(<HeartbeatDashboard client={client} onSignOut={onSignOut} />);
  return { onSignOut, answer: (next: AdminResult<AdminIdentity>) => (me = next) };
}

/** The code of a screen comes when it is opened. */
const LOADED = { timeout: 20_000 };

const heading = (): string => screen.getByRole('heading', { level: 1 }).textContent;

it('reads the gateway as soon as it is there', async () => {
  show(OPERATOR);
  await waitFor(() => expect(heading()).toMatch(/^A heartbeat every 25.s/), LOADED);
  expect(screen.getAllByText('ada').length).toBeGreaterThan(0);
});

it(
  'goes on with its last data under our own banner when the gateway goes away, and catches up',
  { timeout: 60_000 },
  async () => {
    const { answer } = show(OPERATOR);
    await waitFor(() => expect(heading()).toMatch(/^A heartbeat every/), LOADED);
    act(() => void answer(unanswered('gone')));
    await waitFor(() => expect(heading()).toMatch(/^As it was .*A heartbeat every 25.s/), { timeout: 20_000 });
    expect(document.querySelector('[data-heartbeat="banner"]')).not.toBeNull();
    act(() => void answer({ ok: true, value: { role: 'viewer', subject: 'ada' } }));
    await waitFor(() => expect(heading()).toMatch(/^A heartbeat every/), { timeout: 30_000 });
    // The role was taken away meanwhile.
    expect(screen.queryByRole('button', { name: /Drain this gateway/ })).toBeNull();
  },
);

it.each([
  ['at the start', 0],
  ['in the middle of the work', 1],
])('signs out when the token is refused %s', { timeout: 60_000 }, async (_, reads) => {
  const { onSignOut, answer } = show(reads === 0 ? REFUSED : OPERATOR);
  await waitFor(() => reads === 0 || screen.getByText(/^A heartbeat every/), LOADED);
  act(() => void answer(REFUSED));
  await waitFor(() => expect(onSignOut).toHaveBeenCalledWith('refused'), { timeout: 20_000 });
});
