import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, waitFor } from 'storybook/test';
import { LatencyChart } from '../src/components/latency-chart/index.js';
import { logging, showing } from './scripted.js';
import { outageRecords } from './records.js';

const meta = {
  title: 'LatencyChart',
  component: LatencyChart,
  decorators: [
    (Story) => (
      <div style={{ inlineSize: 'min(34rem, 100vw - 2rem)' }}>
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof LatencyChart>;

export default meta;
type Story = StoryObj<typeof meta>;

/** The network gets worse, a heartbeat is missed, the connection is lost and comes back. */
export const AnOutage: Story = {
  parameters: { ...showing({ status: 'open' }), ...logging(outageRecords) },
  play: async ({ canvas, canvasElement }) => {
    await waitFor(() => expect(canvasElement.querySelector('canvas')).toBeVisible());
    const summary = /Latency: 16 answers between 19 and 184 ms, 1 missed/;
    await expect(canvas.getByRole('img', { name: summary })).toBeVisible();
  },
};

export const Empty: Story = {
  parameters: showing({ status: 'connecting' }),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('img', { name: 'Latency: no answer yet' })).toBeInTheDocument();
  },
};
