import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import { expect, userEvent } from 'storybook/test';
import { createScriptedSocket } from '../../src/testing/createScriptedSocket.js';
import type { DashboardState } from '../../src/dashboard/state/dashboardStore.js';
import '../../src/dashboard/dashboard.css';
import { RecordedDashboard } from './RecordedDashboard.js';
import { recordedState, recordedStore } from './recorded.js';

type Answers = Parameters<typeof recordedStore>[1];

interface StoryArgs {
  /** What differs from the recorded state. */
  readonly change?: (state: DashboardState) => Partial<DashboardState>;
  readonly answers?: (state: DashboardState) => Answers;
  readonly isLost?: boolean;
  readonly screen?: 'overview' | 'settings';
}

function Page({ change, answers, isLost = false, screen = 'settings' }: StoryArgs) {
  const [now] = useState(() => Date.now());
  const recorded = recordedState(now);
  const state = { ...recorded, ...change?.(recorded) };
  const socket = createScriptedSocket(
    isLost
      ? { status: 'reconnecting', lost: true, cause: 'unreachable', attempt: 2, nextRetryAt: now + 60_000 }
      : { status: 'open' },
  );
  return <RecordedDashboard store={recordedStore(state, answers?.(state)).store} socket={socket} screen={screen} />;
}

const meta = {
  title: 'Dashboard',
  component: Page,
  parameters: { layout: 'fullscreen', controls: { disable: true } },
  // Times of day are on it.
  tags: ['unpictured'],
} satisfies Meta<typeof Page>;

export default meta;
type Story = StoryObj<typeof meta>;

const withoutGuard = (state: DashboardState): Partial<DashboardState> => ({
  settings: state.settings && { ...state.settings, guard: null },
});

/** A change is being tried on 5 %: both shares side by side, and what is missing for a verdict. */
export const BeingTried: Story = {};

/** What an interval costs and what it is good for, while it is typed. */
export const Typed: Story = {
  args: { change: withoutGuard },
  play: async ({ canvas }) => {
    const interval = await canvas.findByRole('textbox', { name: 'Interval in seconds' });
    await userEvent.clear(interval);
    await userEvent.type(interval, '54');
    await expect(canvas.getByRole('button', { name: /Apply to 5.% first/ })).toBeEnabled();
    await expect(interval).toHaveAccessibleDescription(/Found within 216.s, now 100.s/);
  },
};

/** A viewer looks and cannot touch. Why is said once, where the buttons were. */
export const Viewer: Story = {
  args: { change: () => ({ me: { role: 'viewer', subject: 'kim' } }) },
  play: async ({ canvas }) => {
    await expect(canvas.queryByRole('button', { name: /Apply|Roll back|Take it back/ })).toBeNull();
  },
};

/** Someone else was quicker: both changes side by side. */
export const Conflict: Story = {
  args: {
    change: withoutGuard,
    answers: ({ settings, readAt }) => ({
      changeSettings: {
        ok: false,
        status: 412,
        problem: {
          type: 'urn:heartbeat:stale-version',
          title: 'Precondition Failed',
          status: 412,
          ...(settings && {
            current: { ...settings, version: 15, timeoutMs: { value: 60_000, source: 'runtime' as const } },
          }),
          changes: [
            {
              version: 15,
              at: (readAt ?? 0) - 20_000,
              by: 'grace',
              remote: '10.20.4.7',
              reason: null,
              kind: 'changed',
              from: { timeoutMs: 75_000 },
              to: { timeoutMs: 60_000 },
              guard: null,
            },
          ],
        },
      },
    }),
  },
  play: async ({ canvas }) => {
    const interval = await canvas.findByRole('textbox', { name: 'Interval in seconds' });
    await userEvent.clear(interval);
    await userEvent.type(interval, '40');
    await userEvent.click(canvas.getByRole('button', { name: /^Apply/ }));
    await expect(await canvas.findByRole('button', { name: 'Put mine on top' })).toBeVisible();
  },
};

/** The gateway is gone: the data stays, grey, with its age, under our own banner. */
export const Stale: Story = { args: { isLost: true } };

/** A gateway that was just started, of which no one has changed anything. */
export const Fresh: Story = {
  args: {
    change: (state) => ({
      history: { version: 1, limit: 100, entries: [] },
      settings: state.settings && {
        ...state.settings,
        version: 1,
        guard: null,
        pathLimit: null,
        intervalMs: { value: 25_000, source: 'default' },
      },
      stats: state.stats && { ...state.stats, connections: 0 },
    }),
  },
};

/** Asks before it sends people away, and says how many they are. */
export const Draining: Story = {
  play: async ({ canvas }) => {
    await userEvent.click((await canvas.findAllByRole('button', { name: 'Drain this gateway…' }))[0] as HTMLElement);
    await expect(canvas.getByRole('button', { name: /Send 1.204 people away/ })).toBeVisible();
  },
};

/** Whether anybody suffers: a sentence, what asks for a look, the numbers of now, and an hour in lanes with one cursor. */
export const Overview: Story = {
  args: { screen: 'overview' },
  play: async ({ canvas }) => {
    const time = await canvas.findByRole('slider', { name: 'Time' });
    time.focus();
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    await expect(time.getAttribute('aria-valuetext')).toMatch(/Missed \d+/);
    await userEvent.click(canvas.getByRole('button', { name: 'Table' }));
    await expect(canvas.getByRole('columnheader', { name: 'Round trip p99' })).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'Table' }));
  },
};

/** Before the first connection. */
export const Empty: Story = {
  args: {
    screen: 'overview',
    change: ({ stats }) => ({
      stats: stats && { ...stats, connections: 0, counters: { ...stats.counters, opened: 0 } },
    }),
  },
};
