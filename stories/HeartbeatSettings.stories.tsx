import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent } from 'storybook/test';
import { HeartbeatSettings } from '../src/components/index.js';
import type { ScriptedSocket } from '../src/testing/createScriptedSocket.js';
import { showing } from './scripted.js';

const meta = {
  title: 'HeartbeatSettings',
  component: HeartbeatSettings,
  decorators: [
    (Story) => (
      <div style={{ inlineSize: 'min(28rem, 100vw - 2rem)' }}>
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof HeartbeatSettings>;

export default meta;
type Story = StoryObj<typeof meta>;

/** The timing in force, where it comes from, and its trade-off. */
export const Default: Story = { parameters: showing({ status: 'open' }) };

export const FromTheGateway: Story = {
  parameters: showing({
    status: 'open',
    settings: { intervalMs: 10_000, timeoutMs: 30_000, source: 'gateway', version: 2 },
  }),
};

/** The trade-off follows what is typed. The button applies it to the live connection. */
export const Changed: Story = {
  parameters: showing({ status: 'open' }),
  play: async ({ canvas, loaded }) => {
    const interval = await canvas.findByRole('textbox', { name: 'Interval in seconds' });
    await userEvent.clear(interval);
    await userEvent.type(interval, '5');
    await expect(canvas.getByText('12 pings per minute')).toBeVisible();
    await expect(canvas.getByText('Failure noticed within 80 s')).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'Apply' }));
    await expect((loaded['socket'] as ScriptedSocket).calls).toEqual(['configure']);
  },
};

export const Invalid: Story = {
  parameters: showing({ status: 'open' }),
  play: async ({ canvas }) => {
    const timeout = await canvas.findByRole('textbox', { name: 'Timeout in seconds' });
    await userEvent.clear(timeout);
    await userEvent.type(timeout, '0.5');
    await expect(timeout).toHaveAccessibleDescription('Enter whole seconds, 1 or more.');
  },
};
