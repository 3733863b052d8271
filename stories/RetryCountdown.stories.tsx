import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { RetryCountdown } from '../src/components/index.js';
import { showing, type StorySnapshot } from './scripted.js';
import { In, Sheet } from './sheet.js';

const meta = {
  title: 'Parts/RetryCountdown',
  component: RetryCountdown,
} satisfies Meta<typeof RetryCountdown>;

export default meta;
type Story = StoryObj<typeof meta>;

const waiting: StorySnapshot = { status: 'reconnecting', attempt: 2, retryInMs: 12_000 };
const offline: StorySnapshot = { status: 'offline', cause: 'network-offline', retryInMs: 30_000 };
const dialing: StorySnapshot = { status: 'reconnecting', attempt: 2 };

/** With words, with a ring, and with the number in the ring; retries while offline are slow, and counted down as well. */
export const EveryState: Story = {
  parameters: { layout: 'padded' },
  render: (args) => {
    const shown = (snapshot: StorySnapshot, ring: boolean | 'number') => (
      <In snapshot={snapshot}>
        <RetryCountdown {...args} ring={ring} />
      </In>
    );
    return (
      <Sheet
        columns="repeat(2, minmax(0, 11rem))"
        of={{
          Waiting: shown(waiting, false),
          Dialling: shown(dialing, false),
          'Waiting, with a ring': shown(waiting, true),
          'Dialling, with a ring': shown(dialing, true),
          'The number in the ring': shown(waiting, 'number'),
          'Dialling, nothing but the ring': shown(dialing, 'number'),
          'No network': shown(offline, true),
          'Due, and not dialled yet': shown({ ...waiting, retryInMs: 0 }, true),
        }}
      />
    );
  },
};

/** The seconds to the next attempt; then "Connecting…". */
export const Waiting: Story = {
  tags: ['unpictured'],
  args: { ring: true },
  parameters: showing(waiting),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('timer')).toHaveTextContent(/Retrying in 1\d s/);
  },
};

/** The number stands in the ring, and the words are for screen readers. */
export const NumberInTheRing: Story = {
  tags: ['unpictured'],
  args: { ring: 'number' },
  parameters: showing(waiting),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('timer', { name: /Retrying in 1\d s/ })).toHaveTextContent(/^1\d$/);
  },
};

/** The wait is over. The number goes down to 1 and never shows 0. */
export const Due: Story = {
  tags: ['unpictured'],
  args: { ring: true },
  parameters: showing({ ...waiting, retryInMs: 0 }),
  play: async ({ canvas }) => {
    const words = await canvas.findByText('Connecting…');
    await expect(words.parentElement).toHaveAttribute('data-phase', 'dialing');
  },
};

/** Shows nothing while no attempt is waiting. */
export const Failed: Story = {
  tags: ['unpictured', '!autodocs'],
  parameters: showing({ status: 'failed', cause: 'connect-error' }),
  play: async ({ canvasElement }) => {
    await expect(canvasElement).toBeEmptyDOMElement();
  },
};
