import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { HOME } from '../../src/dashboard/state/address.js';
import type { DashboardState } from '../../src/dashboard/state/dashboardStore.js';
import { createScriptedSocket } from '../../src/testing/createScriptedSocket.js';
import { RecordedDashboard } from '../../stories/dashboard/RecordedDashboard.js';
import { recordedState, recordedStore } from '../../stories/dashboard/recorded.js';

type Answers = Parameters<typeof recordedStore>[1];

function show(change: (state: DashboardState) => Partial<DashboardState> = withoutGuard, answers: Answers = {}) {
  const recorded = { ...recordedState(Date.now()), address: { ...HOME, screen: 'settings' } };
  const { store, calls } = recordedStore({ ...recorded, ...change(recorded) }, answers);
  render(<RecordedDashboard store={store} socket={createScriptedSocket({ status: 'open' })} />);
  return calls;
}

const withoutGuard = ({ settings }: DashboardState): Partial<DashboardState> => ({
  settings: settings && { ...settings, guard: null },
});
const click = async (name: RegExp | string): Promise<void> => {
  fireEvent.click(screen.getAllByRole('button', { name })[0] as HTMLElement);
  await act(async () => {});
};
const type = (name: string | RegExp, value: string): void =>
  void fireEvent.change(screen.getByRole('textbox', { name }), { target: { value } });
const dialog = () => within(screen.getByRole('dialog'));

describe('settings that no client is told of', () => {
  it('are set with a reason, against the version that was seen', async () => {
    const calls = show();
    await click('Change the admission rate…');
    expect(dialog().getByRole('button', { name: 'Set' })).toHaveProperty('disabled', true);
    type('Now 500', '1 200');
    fireEvent.change(dialog().getByRole('textbox', { name: /^Why/ }), { target: { value: 'a second node' } });
    await click(/^Set 1.200/);
    expect(calls).toEqual([['changeSettings', { admitPerSecond: 1_200, reason: 'a second node' }, 13]]);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it.each(['', '0', '-5', '1e3', 'many', '500', '99999999999'])('are not sent as %o', async (typed) => {
    const calls = show();
    await click('Change the admission rate…');
    type('Now 500', typed);
    expect(dialog().getByRole('button', { name: /^Set/ })).toHaveProperty('disabled', true);
    fireEvent.submit(dialog().getByRole('button', { name: /^Set/ }).closest('form') as HTMLFormElement);
    expect(calls).toEqual([]);
  });

  it('have a choice where there are few values', async () => {
    const calls = show();
    await click('Change the log level…');
    fireEvent.change(dialog().getByRole('combobox'), { target: { value: 'debug' } });
    await click('Set debug');
    expect(calls).toEqual([['changeSettings', { logLevel: 'debug' }, 13]]);
  });

  it('show what the gateway refuses, and stay open', async () => {
    const refused = { type: 'about:blank', title: 'Conflict', status: 409, detail: 'a change is being tried' };
    show(withoutGuard, { changeSettings: { ok: false, status: 409, problem: refused } });
    await click('Change the log level…');
    fireEvent.change(dialog().getByRole('combobox'), { target: { value: 'warn' } });
    await click('Set warn');
    expect(dialog().getByText('A change is being tried')).toBeTruthy();
  });
});

describe('what was set at run time', () => {
  it('is withdrawn after a question that says for whom', async () => {
    const calls = show();
    await click('Withdraw the interval…');
    expect(dialog().getByText(/1.204 people are told of it/)).toBeTruthy();
    expect(calls).toEqual([]);
    await click('Withdraw the interval');
    expect(calls).toEqual([['changeSettings', { intervalMs: null }, 13]]);
  });
  it('alone can be withdrawn', () => {
    show();
    expect(screen.queryByRole('button', { name: 'Withdraw the log level…' })).toBeNull();
  });
});

describe('a change without the care of the gateway', () => {
  it('to all at once is asked for again, and says what it risks', async () => {
    const calls = show();
    type('Interval in seconds', '70');
    await click('Apply to all at once…');
    expect(dialog().getByText(/nothing takes it back by itself.*cuts what is silent for 70.s/)).toBeTruthy();
    expect(calls).toEqual([]);
    await click(/^Apply to 1.204 people at once/);
    expect(calls).toEqual([['changeSettings', { intervalMs: 70_000, guard: null }, 13]]);
    expect(screen.queryByRole('dialog')).toBeNull();
  });
  it('is not offered for a change that is not tried on a share', () => {
    show();
    type('Interval in seconds', '40');
    expect(screen.queryByRole('button', { name: 'Apply to all at once…' })).toBeNull();
  });
  it('above the limit of the path is refused first, then asked for again with force', async () => {
    const problem = {
      type: 'urn:heartbeat:path-limit',
      title: 'Unprocessable Content',
      status: 422,
      detail: 'intervalMs (70000) is not below the idle limit of the path. Or send "force": true.',
    };
    const calls = show(withoutGuard, { changeSettings: { ok: false, status: 422, problem } });
    type('Interval in seconds', '70');
    await click(/^Apply to 5.% first/);
    await click('Set it all the same…');
    expect(dialog().getByText(/end after 60.s of silence.*54.s is the longest that is safe/)).toBeTruthy();
    await click(/^Set 70.s all the same/);
    expect(calls[1]).toEqual(['changeSettings', { intervalMs: 70_000, force: true }, 13]);
  });
  it('can be left', async () => {
    const calls = show();
    type('Interval in seconds', '70');
    await click('Apply to all at once…');
    await click('Cancel');
    expect(calls).toEqual([]);
    expect(screen.getByRole('textbox', { name: 'Interval in seconds' })).toHaveProperty('value', '70');
  });
});

it('a viewer is offered none of it', () => {
  show((state) => ({ ...withoutGuard(state), me: { role: 'viewer', subject: 'kim' } }));
  expect(screen.queryByRole('button', { name: /Change|Withdraw|Apply/ })).toBeNull();
});
