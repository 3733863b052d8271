import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent } from 'storybook/test';
import { HeartbeatDevtools } from '../src/components/heartbeat-devtools/index.js';
import { outageRecords } from './records.js';
import { logging, showing } from './scripted.js';

const nothing = (): void => {};

const meta = {
  title: 'Parts/HeartbeatDevtools',
  component: HeartbeatDevtools,
  args: { defaultOpen: true, breaker: { drop: nothing, delay: nothing, silence: nothing, speak: nothing } },
  parameters: { layout: 'fullscreen', docs: { story: { height: '800px' } } },
  decorators: [
    (Story) => (
      <main style={{ minBlockSize: 780 }}>
        <Story />
      </main>
    ),
  ],
} satisfies Meta<typeof HeartbeatDevtools>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Open: Story = {
  parameters: { ...showing({ status: 'open', connectionId: 'c-17' }), ...logging(outageRecords) },
};

export const Reconnecting: Story = {
  tags: ['unpictured', '!autodocs'],
  parameters: { ...showing({ status: 'reconnecting', cause: 'closed', attempt: 2 }), ...logging(outageRecords) },
};

/** Escape folds the panel. The button says the status. */
export const Folded: Story = {
  parameters: showing({ status: 'degraded' }),
  play: async ({ canvas }) => {
    const toggle = await canvas.findByRole('button', { name: 'Heartbeat: degraded' });
    await userEvent.click(canvas.getByRole('button', { name: 'Reconnect' }));
    await userEvent.keyboard('{Escape}');
    await expect(toggle).toHaveAttribute('aria-expanded', 'false');
  },
};
