import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { LatencyMeter } from '../src/components/index.js';
import { showing } from './scripted.js';

const meta = { title: 'LatencyMeter', component: LatencyMeter } satisfies Meta<typeof LatencyMeter>;

export default meta;
type Story = StoryObj<typeof meta>;

const measured = (smoothedMs: number, words: RegExp): Story => ({
  parameters: showing({ status: 'open', latency: { lastMs: smoothedMs, smoothedMs, jitterMs: 3 } }),
  play: async ({ canvas }) => {
    const meter = await canvas.findByRole('meter', { name: 'Latency' });
    await expect(meter).toHaveAttribute('aria-valuetext', expect.stringMatching(words));
  },
});

export const Good = measured(18, /^18 ms, good$/);
export const Fair = measured(240, /^240 ms, fair$/);
export const Poor = measured(1_240, /^1240 ms, poor$/);

/** Before the first pong, and while there is no connection, because an old latency says nothing about now. */
export const None: Story = {
  parameters: showing({ status: 'reconnecting', latency: { lastMs: 20, smoothedMs: 20, jitterMs: 2 } }),
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('no answer yet')).toBeVisible();
  },
};
