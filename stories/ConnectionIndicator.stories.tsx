import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { englishStatus } from '../src/components/connection-indicator/englishIndicator.js';
import { ConnectionIndicator } from '../src/components/index.js';
import { HeartbeatProvider } from '../src/react/HeartbeatProvider.js';
import type { ConnectionSnapshot } from '../src/client/snapshot/snapshot.js';
import { scripted, showing } from './scripted.js';

const meta = {
  title: 'ConnectionIndicator',
  component: ConnectionIndicator,
} satisfies Meta<typeof ConnectionIndicator>;

export default meta;
type Story = StoryObj<typeof meta>;

type Status = ConnectionSnapshot['status'];

const latency = { lastMs: 19, smoothedMs: 18.4, jitterMs: 2 };
const story = (status: Status): Story => ({
  parameters: showing({ status, since: Date.now(), latency }),
  play: async ({ canvas }) => {
    await expect(await canvas.findByText(englishStatus[status])).toBeVisible();
  },
});

export const Idle = story('idle');
export const Connecting = story('connecting');
export const Open = story('open');
export const Degraded = story('degraded');
export const Reconnecting = story('reconnecting');
export const Offline = story('offline');
export const Paused = story('paused');
export const Failed = story('failed');
export const Closed = story('closed');

const statuses: Status[] = [
  'idle',
  'connecting',
  'open',
  'degraded',
  'reconnecting',
  'offline',
  'paused',
  'failed',
  'closed',
];

/** All statuses side by side. Each has its own shape. */
export const All: Story = {
  render: (args) => (
    <div style={{ display: 'grid', gridTemplateColumns: 'repeat(3, 9rem)', gap: 16 }}>
      {statuses.map((status) => (
        <HeartbeatProvider key={status} socket={scripted({ status, since: Date.now(), latency })}>
          <ConnectionIndicator {...args} />
        </HeartbeatProvider>
      ))}
    </div>
  ),
};
