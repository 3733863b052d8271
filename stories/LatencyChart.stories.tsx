import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, waitFor } from 'storybook/test';
import { LatencyChart } from '../src/components/latency-chart/index.js';
import { outageRecords } from './records.js';
import { logging, showing } from './scripted.js';
import { In, Sheet } from './sheet.js';

const meta = {
  title: 'Parts/LatencyChart',
  component: LatencyChart,
  parameters: { layout: 'padded' },
} satisfies Meta<typeof LatencyChart>;

export default meta;
type Story = StoryObj<typeof meta>;

/** The network gets worse, a heartbeat is missed, the connection is lost and comes back; and before the first answer. */
export const EveryState: Story = {
  render: (args) => (
    <div style={{ inlineSize: 'min(34rem, 100vw - 2rem)' }}>
      <Sheet
        of={{
          'An outage': (
            <In snapshot={{ status: 'open' }} records={outageRecords}>
              <LatencyChart {...args} style={{ inlineSize: 'min(34rem, 100vw - 2rem)' }} />
            </In>
          ),
          'No answer yet': (
            <In snapshot={{ status: 'connecting' }}>
              <LatencyChart {...args} height={90} style={{ inlineSize: 'min(34rem, 100vw - 2rem)' }} />
            </In>
          ),
        }}
      />
    </div>
  ),
  play: async ({ canvas, canvasElement }) => {
    await waitFor(() => expect(canvasElement.querySelectorAll('canvas')).toHaveLength(2));
    const summary = /Latency: 16 answers between 19 and 184 ms, 1 missed/;
    await expect(canvas.getByRole('img', { name: summary })).toBeVisible();
    await expect(canvas.getByRole('img', { name: 'Latency: no answer yet' })).toBeVisible();
  },
};

export const AnOutage: Story = {
  tags: ['unpictured'],
  parameters: { ...showing({ status: 'open' }), ...logging(outageRecords) },
};
