import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { HOME } from '../../src/dashboard/state/address.js';
import type { DashboardState } from '../../src/dashboard/state/dashboardStore.js';
import { createScriptedSocket } from '../../src/testing/createScriptedSocket.js';
import { RecordedDashboard } from '../../stories/dashboard/RecordedDashboard.js';
import { recordedState, recordedStore } from '../../stories/dashboard/recorded.js';

type Answers = Parameters<typeof recordedStore>[1];

function show(change: (state: DashboardState) => Partial<DashboardState> = () => ({}), answers: Answers = {}) {
  const recorded = { ...recordedState(Date.now()), address: { ...HOME, screen: 'settings' } };
  const { store, calls } = recordedStore({ ...recorded, ...change(recorded) }, answers);
  const socket = createScriptedSocket({ status: 'open' });
  render(<RecordedDashboard store={store} socket={socket} />);
  return { calls, socket };
}

const settled = () => act(async () => {});
const click = async (name: RegExp | string): Promise<void> => {
  fireEvent.click(screen.getAllByRole('button', { name })[0] as HTMLElement);
  await settled();
};
const type = (name: string, value: string): void =>
  void fireEvent.change(screen.getByRole('textbox', { name }), { target: { value } });
const withoutGuard = ({ settings }: DashboardState): Partial<DashboardState> => ({
  settings: settings && { ...settings, guard: null },
});

describe('the settings screen', () => {
  it('says the cost and the detection time while a value is typed, and sends it with its reason', async () => {
    const { calls } = show(withoutGuard);
    type('Interval in seconds', '40');
    const words = screen.getByText(/^Found within/).parentElement;
    expect(words?.textContent).toMatch(/Found within 160\u00a0s, now 100\u00a0s\. Costs 10\.6\u00a0kB/);
    expect(words?.textContent).toMatch(/1\u00a0204 people: 12\.8\u00a0MB an hour, now 20\.5\u00a0MB/);
    type('Why? Kept with the change', ' fewer bytes ');
    await click(/^Apply to 1.204 people/);
    expect(calls).toEqual([['changeSettings', { intervalMs: 40_000, reason: 'fewer bytes' }, 13]]);
    expect(screen.getByRole('textbox', { name: 'Interval in seconds' })).toHaveProperty('value', '25');
  });

  it('tries a change dry, and says on how many it would be tried', async () => {
    const { calls } = show(withoutGuard, {
      tryDry: {
        ok: true,
        value: {
          dryRun: true,
          version: 13,
          from: { intervalMs: 25_000 },
          to: { intervalMs: 60_000 },
          connections: 1_204,
          guard: { shares: [0.05, 0.2, 0.5, 1], firstPeers: 60, windowMs: 265_000 },
          warnings: ['It is above what the path allows.'],
        },
      },
    });
    type('Interval in seconds', '60');
    await click('Try it dry');
    expect(calls).toEqual([['tryDry', { intervalMs: 60_000 }]]);
    expect(screen.getByText(/tried on 60 people of 1.204 first, 265.s.*above what the path allows/)).toBeTruthy();
  });

  it('shows what the gateway refuses, in its words', async () => {
    show(withoutGuard, {
      changeSettings: {
        ok: false,
        status: 422,
        problem: { type: 'about:blank', title: 'Unprocessable Entity', status: 422, detail: 'intervalMs must be 1' },
      },
    });
    type('Interval in seconds', '400');
    await click(/^Apply/);
    expect(screen.getByText('IntervalMs must be 1')).toBeTruthy();
    expect(screen.getByRole('textbox', { name: 'Interval in seconds' })).toHaveProperty('value', '400');
  });

  it('shows another person’s change beside one’s own, and puts one’s own on top when told to', async () => {
    const { calls } = show(withoutGuard, {
      changeSettings: {
        ok: false,
        status: 412,
        problem: {
          type: 'about:blank',
          title: 'Precondition Failed',
          status: 412,
          changes: [
            {
              version: 15,
              at: Date.now() - 20_000,
              by: 'grace',
              remote: null,
              reason: 'phones',
              kind: 'changed',
              from: {},
              to: {},
              guard: null,
            },
          ],
        },
      },
    });
    type('Interval in seconds', '40');
    await click(/^Apply/);
    const conflict = within(screen.getByRole('alert', { name: 'Changed meanwhile' }));
    expect(conflict.getByText(/^grace was quicker, 2\d.s ago/)).toBeTruthy();
    expect(conflict.getByRole('row', { name: /Interval 25.s 40.s/ })).toBeTruthy();
    await click('Put mine on top');
    expect(calls).toHaveLength(2);
    await click('Drop mine');
    expect(screen.queryByRole('alert', { name: 'Changed meanwhile' })).toBeNull();
    expect(screen.getByRole('textbox', { name: 'Interval in seconds' })).toHaveProperty('value', '25');
  });

  it('shows both shares of a change that is being tried, and ends it by hand', async () => {
    const { calls } = show();
    const guard = within(screen.getByRole('region', { name: /70.s, tried on 5.%/ }));
    expect(guard.getByRole('row', { name: /^Abnormal closes.*3.*5\.0.*1.*0\.087/ })).toBeTruthy();
    expect(guard.getByText(/One more abnormal close/)).toBeTruthy();
    type('Interval in seconds', '40');
    expect(screen.getByRole('button', { name: /^Apply/ })).toHaveProperty('disabled', true);
    await click('Take it back now');
    await click('Keep for everyone…');
    expect(calls).toEqual([['endGuard', { action: 'revert' }]]);
    await click(/^Keep it for 1.204 people/);
    expect(calls[1]).toEqual(['endGuard', { action: 'promote' }]);
  });

  it('rolls back to an earlier version after a question', async () => {
    const { calls } = show(withoutGuard);
    await click('Roll back to version 11…');
    expect(calls).toEqual([]);
    await click(/^Roll back for 1.204 people/);
    expect(calls).toEqual([['rollBack', { version: 11 }, 13]]);
  });

  it('lets a viewer look, and says why there are no buttons', () => {
    show(() => ({ me: { role: 'viewer', subject: 'kim' } }));
    const names = screen
      .queryAllByRole('button')
      .map((button) => button.getAttribute('aria-label') ?? button.textContent);
    expect(names.filter((name) => !['Light or dark', 'Sign out'].includes(name))).toEqual([]);
    expect(screen.getByRole('textbox', { name: 'Interval in seconds' })).toHaveProperty('readOnly', true);
    expect(screen.getAllByText(/You are looking as kim, a viewer/).length).toBeGreaterThan(0);
  });

  it('takes its controls away while the gateway is gone, and keeps the data with its age', () => {
    const { socket } = show();
    act(() =>
      socket.set({ status: 'reconnecting', lost: true, cause: 'unreachable', nextRetryAt: Date.now() + 60_000 }),
    );
    expect(screen.getByRole('heading', { level: 1 }).textContent).toMatch(
      /^As it was \d.s ago, at .*A heartbeat every 25.s/,
    );
    expect(screen.queryByRole('button', { name: /Apply|Take it back|Drain|Roll back/ })).toBeNull();
  });
});

describe('what operators do to everyone', () => {
  it('asks before a drain, with the number of people, and shows what is refused', async () => {
    const { calls } = show(undefined, {
      beginDrain: { ok: false, status: 0, problem: { type: 'about:blank', title: 'No answer', status: 0 } },
    });
    await click('Drain this gateway…');
    expect(screen.getByRole('dialog', { name: /Send 1.204 people away/ })).toBeTruthy();
    expect(calls).toEqual([]);
    await click(/^Send 1.204 people away/);
    expect(calls).toEqual([['beginDrain', { overMs: 25_000 }]]);
    expect(screen.getByText(/The gateway does not answer/)).toBeTruthy();
    await click('Cancel');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('shows a notice to everyone, once it has words', async () => {
    const { calls } = show();
    await click('Notice to everyone…');
    await click(/^Show to/);
    expect(calls).toEqual([]);
    type('Text, in English', 'Back at 15:00');
    await click(/^Show to 1.204 people/);
    expect(calls).toEqual([['showNotice', { text: { en: 'Back at 15:00' }, forMs: 600_000 }]]);
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

it('shows every string of a stranger as text', () => {
  const evil = '<img src=x onerror="globalThis.pwned=1"><script>globalThis.pwned=1</script>';
  show((state) => {
    const { settings, history, stats } = state;
    const guard = settings && typeof settings.guard === 'object' ? settings.guard : null;
    return {
      me: { role: 'operator', subject: evil },
      notice: { notice: { id: 'n', level: 'info', text: { en: evil }, at: 0, until: 1, by: evil } },
      stats: stats && { ...stats, gatewayId: evil },
      settings: settings && {
        ...settings,
        intervalMs: { ...settings.intervalMs, by: evil },
        logLevel: { value: 'info', source: 'file', origin: evil },
        guard: guard && { ...guard, by: evil, says: evil, reason: evil },
      },
      history: history && {
        ...history,
        entries: history.entries.map((one) => ({ ...one, by: evil, reason: evil, remote: evil })),
      },
    };
  });
  fireEvent.click(screen.getAllByRole('button', { name: 'Notice to everyone…' })[0] as HTMLElement);
  expect(screen.getAllByText(evil, { exact: false }).length).toBeGreaterThan(5);
  expect(document.querySelector('img, script')).toBeNull();
});
