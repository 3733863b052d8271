import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { LatencyMeter } from '../src/components/index.js';
import { showing, type StorySnapshot } from './scripted.js';
import { In, Sheet } from './sheet.js';

const meta = { title: 'Parts/LatencyMeter', component: LatencyMeter } satisfies Meta<typeof LatencyMeter>;

export default meta;
type Story = StoryObj<typeof meta>;

const measured = (smoothedMs: number): StorySnapshot => ({
  status: 'open',
  latency: { lastMs: smoothedMs, smoothedMs, jitterMs: 3 },
});
const states: Record<string, [StorySnapshot, words: string]> = {
  Good: [measured(18), '18 ms, good'],
  Fair: [measured(240), '240 ms, fair'],
  Poor: [measured(1_240), '1240 ms, poor'],
  // An old latency says nothing about now.
  'Not connected': [{ ...measured(20), status: 'reconnecting' }, 'no answer yet'],
};

export const EveryState: Story = {
  parameters: { layout: 'padded' },
  render: (args) => (
    <Sheet
      columns="repeat(2, minmax(0, 9rem))"
      of={Object.fromEntries(
        Object.entries(states).map(([name, [snapshot]]) => [
          name,
          <In key={name} snapshot={snapshot}>
            <LatencyMeter {...args} />
          </In>,
        ]),
      )}
    />
  ),
  play: async ({ canvas }) => {
    await canvas.findAllByRole('meter');
    const texts = canvas.getAllByRole('meter').map((meter) => meter.getAttribute('aria-valuetext'));
    await expect(texts).toEqual(Object.values(states).map(([, words]) => words));
  },
};

export const Good: Story = { tags: ['unpictured'], parameters: showing(measured(18)) };
