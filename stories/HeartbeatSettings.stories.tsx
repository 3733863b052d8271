import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent } from 'storybook/test';
import { HeartbeatSettings } from '../src/components/index.js';
import type { ScriptedSocket } from '../src/testing/createScriptedSocket.js';
import { showing } from './scripted.js';
import { In, Sheet } from './sheet.js';

const meta = {
  title: 'Parts/HeartbeatSettings',
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

/** The timing in force, where it comes from, and its trade-off; and what a person sees after entering nonsense. */
export const EveryState: Story = {
  parameters: { windowHeight: 720 },
  render: (args) => (
    <Sheet
      of={{
        'From the options': (
          <In snapshot={{ status: 'open' }}>
            <HeartbeatSettings {...args} />
          </In>
        ),
        'From the gateway': (
          <In
            snapshot={{
              status: 'open',
              settings: { intervalMs: 10_000, timeoutMs: 30_000, source: 'gateway', version: 2 },
            }}
          >
            <HeartbeatSettings {...args} aria-label="From the gateway" />
          </In>
        ),
        Invalid: (
          <In snapshot={{ status: 'open' }}>
            <HeartbeatSettings {...args} aria-label="Invalid" />
          </In>
        ),
      }}
    />
  ),
  play: async ({ canvas }) => {
    const timeouts = await canvas.findAllByRole('textbox', { name: 'Timeout in seconds' });
    const last = timeouts.at(-1) as HTMLElement;
    await userEvent.clear(last);
    await userEvent.type(last, '0.5');
    await expect(last).toHaveAccessibleDescription('Enter whole seconds, 1 or more.');
  },
};

/** The trade-off follows what is typed. The button applies it to the live connection. */
export const Changed: Story = {
  tags: ['unpictured'],
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
