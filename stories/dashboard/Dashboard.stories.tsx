import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { HOME } from '../../src/dashboard/state/address.js';
import { DashboardPage, SETTINGS, withoutGuard } from './DashboardPage.js';
import { RECORDED_SESSION, recordedCommons, recordedPeers } from './recordedPeers.js';

const MINUTE = 60_000;

const meta = {
  title: 'Dashboard',
  component: DashboardPage,
  parameters: { layout: 'fullscreen', controls: { disable: true } },
  // Times of day are on it.
  tags: ['unpictured'],
} satisfies Meta<typeof DashboardPage>;

export default meta;
type Story = StoryObj<typeof meta>;

/** A change is being tried on 5 %: both shares side by side, and what is missing for a verdict. */
export const BeingTried: Story = { args: { at: SETTINGS } };

/** What an interval costs and what it gains, while a person types it. */
export const Typed: Story = {
  args: { at: SETTINGS, change: withoutGuard },
  play: async ({ canvas }) => {
    const interval = await canvas.findByRole('textbox', { name: 'Interval in seconds' });
    await userEvent.clear(interval);
    await userEvent.type(interval, '54');
    await expect(canvas.getByRole('button', { name: /Apply to 5.% first/ })).toBeEnabled();
    await expect(interval).toHaveAccessibleDescription(/Found within 216.s, now 100.s/);
  },
};

/** A viewer can look but not change anything. The page says why once, in the place of the buttons. */
export const Viewer: Story = {
  args: { at: SETTINGS, change: () => ({ me: { role: 'viewer', subject: 'kim' } }) },
  play: async ({ canvas }) => {
    await expect(canvas.queryByRole('button', { name: /Apply|Roll back|Take it back/ })).toBeNull();
  },
};

/** Another operator was faster: both changes side by side. */
export const Conflict: Story = {
  args: {
    at: SETTINGS,
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
export const Stale: Story = { args: { at: SETTINGS, isLost: true } };

/** A gateway that was just started, and on which nothing was changed yet. */
export const Fresh: Story = {
  args: {
    at: SETTINGS,
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

/** The page asks before it sends people away, and says how many they are. */
export const Draining: Story = {
  args: { at: SETTINGS },
  play: async ({ canvas }) => {
    await userEvent.click((await canvas.findAllByRole('button', { name: 'Drain this gateway…' }))[0] as HTMLElement);
    await expect(canvas.getByRole('button', { name: /Send 1.204 people away/ })).toBeVisible();
  },
};

/** Whether people lose their connection: a sentence, what asks for a look, the numbers of now, and an hour in lanes with one cursor. */
export const Overview: Story = {
  play: async ({ canvas, canvasElement }) => {
    const time = await canvas.findByRole('slider', { name: 'Time' });
    time.focus();
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    await expect(time.getAttribute('aria-valuetext')).toMatch(/Missed \d+/);
    await userEvent.click(canvas.getByRole('button', { name: 'Table' }));
    await expect(canvas.getByRole('columnheader', { name: 'Round trip p99' })).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'Table' }));
    // The drawings that come back are as wide as their place.
    const lane = canvasElement.querySelector('.hbd-lanebox .hbd-plot');
    await waitFor(() => expect(lane?.querySelector('svg')?.clientWidth).toBeCloseTo(lane?.clientWidth ?? 0, -1));
  },
};

/** Before the first connection. */
export const Empty: Story = {
  args: {
    change: ({ stats }) => ({
      stats: stats && { ...stats, connections: 0, counters: { ...stats.counters, opened: 0 } },
    }),
  },
};

/** A part of the hour is chosen: the rest of the chart pales, and the cards beside it are about that part. */
export const Brushed: Story = {
  args: {
    change: ({ readAt, stats }) => {
      const now = readAt ?? 0;
      return {
        address: { ...HOME, pick: { from: now - 12 * MINUTE, to: now - 4 * MINUTE } },
        picked: { stats, peers: 31 },
      };
    },
  },
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('link', { name: '31 people in it' })).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'Choose nothing' }));
    await expect(canvas.queryByRole('link', { name: '31 people in it' })).toBeNull();
  },
};

/** What is wrong and since when, what was wrong before, and what the gateway looks for. */
export const Alerts: Story = {
  args: { at: { screen: 'alerts' } },
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('list', { name: 'Active alerts' })).toBeVisible();
  },
};

/** One alert: its period. */
export const OneAlert: Story = {
  args: {
    change: ({ readAt }) => {
      const now = readAt ?? 0;
      return { address: { ...HOME, screen: 'alerts', id: 'a-1', period: { from: now - 15 * MINUTE, to: now } } };
    },
  },
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('slider', { name: 'Time' })).toBeInTheDocument();
  },
};

/** Nothing is wrong, and nothing was wrong before. */
export const Calm: Story = {
  args: {
    at: { screen: 'alerts' },
    change: ({ alerts }) => ({ alerts: alerts && { ...alerts, active: [], recent: [] } }),
  },
};

/** Who is connected, the worst first. Only the rows in view exist. */
export const Peers: Story = {
  args: { at: { screen: 'peers' } },
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('columnheader', { name: /In a row/ })).toHaveAttribute(
      'aria-sort',
      'descending',
    );
  },
};

/** Several gateways as one: each with its connections, and whose peers these are. */
export const OfACluster: Story = {
  args: {
    at: { screen: 'peers' },
    answers: ({ readAt }) => ({ peers: { ok: true, value: recordedPeers(readAt ?? 0, 402) } }),
    change: ({ stats }) => ({
      stats: stats && {
        ...stats,
        gateways: [
          { gatewayId: stats.gatewayId, connections: 402, status: 'accepting' },
          { gatewayId: 'a41b7c02-5d1e-4f8a-9b33-6e2f10c4d7aa', connections: 611, status: 'accepting' },
          { gatewayId: 'c9d0e1f2-0a4b-4c6d-8e1f-7a5b3c2d1e0f', connections: 191, status: 'draining' },
        ],
      },
    }),
  },
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('list', { name: '3 gateways' })).toHaveTextContent(/draining/);
  },
};

/** The people with trouble in a period, and what they have in common. */
export const PeersInTrouble: Story = {
  args: {
    change: ({ readAt }) => {
      const now = readAt ?? 0;
      return {
        address: { ...HOME, screen: 'peers', period: { from: now - 12 * MINUTE, to: now - 4 * MINUTE } },
      };
    },
    answers: ({ readAt }) => ({
      peers: { ok: true, value: { ...recordedPeers(readAt ?? 0, 31), total: 1_204, standsOut: recordedCommons } },
    }),
  },
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('heading', { name: /87 % of them are in the network/ })).toBeVisible();
  },
};

/** The search finds no one. */
export const NoPeers: Story = {
  args: {
    at: { screen: 'peers', filters: { q: 'no-such-id' } },
    answers: () => ({ peers: { ok: true, value: { total: 1_204, matching: 0, peers: [], nextCursor: null } } }),
  },
};

/** The gateway refuses. The reason stands in place of the data. */
export const NoPermission: Story = {
  args: {
    at: { screen: 'peers' },
    answers: () => ({
      peers: { ok: false, status: 403, problem: { type: 'about:blank', title: 'Forbidden', status: 403 } },
    }),
  },
};

/** One session from both ends, with its last outage magnified. */
export const OneSession: Story = {
  args: { at: { screen: 'session', id: RECORDED_SESSION } },
  play: async ({ canvas }) => {
    await expect(
      await canvas.findByRole('heading', { name: /cut the connection after 60.s of silence/ }),
    ).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: /device slept/ }));
    await expect(canvas.getByRole('heading', { name: /device slept/ })).toBeVisible();
  },
};

/** A session that the gateway does not know any more. */
export const NoSession: Story = {
  args: {
    at: { screen: 'session', id: 'gone' },
    answers: () => ({
      timeline: { ok: false, status: 404, problem: { type: 'about:blank', title: 'Not Found', status: 404 } },
    }),
  },
};

/** What happens, as it happens. */
export const Events: Story = {
  args: { at: { screen: 'events' } },
  play: async ({ canvas }) => {
    await userEvent.click((await canvas.findAllByRole('button', { name: 'reconnected' }))[0] as HTMLElement);
    await expect(canvas.getByText(/"downMs": 4200/)).toBeVisible();
  },
};

/** Before the first answer: the frame, and blank lanes. */
export const Loading: Story = {
  args: { change: () => ({ stats: null, alerts: null, readAt: null }) },
};

/** The gateway is gone: the last data stays, in grey, with its age. */
export const StaleOverview: Story = { args: { isLost: true } };

/** The gateway answers, but its statistics cannot be read: they are grey with their age, and the rest goes on. */
export const OldStatistics: Story = {
  args: {
    change: ({ readAt }) => ({
      toldAt: { stats: (readAt ?? 0) - 18_000 },
      problems: {
        stats: { type: 'about:blank', title: 'Busy', status: 503, detail: 'The statistics are being restored.' },
      },
    }),
  },
};
