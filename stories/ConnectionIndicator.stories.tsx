import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { englishStatus } from '../src/components/connection-indicator/englishIndicator.js';
import { ConnectionIndicator } from '../src/components/index.js';
import type { ConnectionSnapshot } from '../src/client/snapshot/snapshot.js';
import { showing } from './scripted.js';
import { In, Sheet } from './sheet.js';

const meta = {
  title: 'Parts/ConnectionIndicator',
  component: ConnectionIndicator,
} satisfies Meta<typeof ConnectionIndicator>;

export default meta;
type Story = StoryObj<typeof meta>;

type Status = ConnectionSnapshot['status'];

const latency = { lastMs: 19, smoothedMs: 18.4, jitterMs: 2 };
const statuses = Object.keys(englishStatus) as Status[];

/** Every status. Each has its own shape. */
export const EveryState: Story = {
  parameters: { layout: 'padded' },
  render: (args) => (
    <Sheet
      columns="repeat(3, minmax(0, 9rem))"
      of={Object.fromEntries(
        statuses.map((status) => [
          status,
          <In key={status} snapshot={{ status, since: Date.now(), latency }}>
            <ConnectionIndicator {...args} />
          </In>,
        ]),
      )}
    />
  ),
  play: async ({ canvas }) => {
    for (const words of Object.values(englishStatus))
      await expect((await canvas.findAllByText(words))[0]).toBeVisible();
  },
};

/** While connected. The tooltip shows the latency, and since when the page is connected. */
export const Open: Story = {
  tags: ['unpictured'],
  parameters: showing({ status: 'open', since: Date.now(), latency }),
  play: async ({ canvas }) => {
    await expect((await canvas.findByText('Connected')).parentElement).toHaveAttribute('title');
  },
};
