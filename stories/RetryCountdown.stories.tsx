import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { RetryCountdown } from '../src/components/index.js';
import { showing } from './scripted.js';

const meta = {
  title: 'RetryCountdown',
  component: RetryCountdown,
  args: { ring: false },
} satisfies Meta<typeof RetryCountdown>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Waiting: Story = {
  parameters: showing({ status: 'reconnecting', attempt: 2, retryInMs: 12_000 }),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('timer')).toHaveTextContent(/Retrying in 1\d s/);
  },
};

export const Ring: Story = {
  ...Waiting,
  args: { ring: true },
};

/** The number stands in the ring, and the words are for screen readers. */
export const NumberInTheRing: Story = {
  ...Waiting,
  args: { ring: 'number' },
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('timer', { name: /Retrying in 1\d s/ })).toHaveTextContent(/^1\d$/);
  },
};

/** Retries while offline are slow, and counted down as well. */
export const Offline: Story = {
  args: { ring: true },
  parameters: showing({ status: 'offline', cause: 'network-offline', retryInMs: 30_000 }),
};

export const Dialing: Story = {
  args: { ring: true },
  parameters: showing({ status: 'reconnecting', attempt: 2 }),
  play: async ({ canvas }) => {
    const words = await canvas.findByText('Connecting…');
    await expect(words.parentElement).toHaveAttribute('data-phase', 'dialing');
  },
};

/** The wait is over. The number goes down to 1 and never shows 0. */
export const Due: Story = {
  args: { ring: true },
  parameters: showing({ status: 'reconnecting', attempt: 2, retryInMs: 0 }),
  play: Dialing.play!,
};

/** Shows nothing while no attempt is waiting. */
export const Open: Story = {
  parameters: showing({ status: 'open' }),
  play: async ({ canvasElement }) => {
    await expect(canvasElement).toBeEmptyDOMElement();
  },
};

export const Failed: Story = { ...Open, parameters: showing({ status: 'failed', cause: 'connect-error' }) };
