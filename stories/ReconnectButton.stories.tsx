import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent } from 'storybook/test';
import { ReconnectButton } from '../src/components/index.js';
import type { ScriptedSocket } from '../src/testing/createScriptedSocket.js';
import { showing } from './scripted.js';
import { In, Sheet } from './sheet.js';

const meta = {
  title: 'Parts/ReconnectButton',
  component: ReconnectButton,
} satisfies Meta<typeof ReconnectButton>;

export default meta;
type Story = StoryObj<typeof meta>;

/** `className` and `style` may be functions of the state. */
export const EveryState: Story = {
  parameters: { layout: 'padded' },
  render: (args) => (
    <Sheet
      columns="repeat(2, minmax(0, 11rem))"
      of={{
        Waiting: (
          <In snapshot={{ status: 'reconnecting', retryInMs: 12_000 }}>
            <ReconnectButton {...args} />
          </In>
        ),
        'Dialling: busy, and can be clicked': (
          <In snapshot={{ status: 'reconnecting' }}>
            <ReconnectButton {...args} />
          </In>
        ),
        Connected: (
          <In snapshot={{ status: 'open' }}>
            <ReconnectButton {...args} />
          </In>
        ),
        'With a style of the app': (
          <In snapshot={{ status: 'failed', cause: 'connect-error' }}>
            <ReconnectButton
              {...args}
              style={({ status }) => (status === 'failed' ? { borderRadius: 4, paddingInline: 20 } : {})}
            >
              Try once more
            </ReconnectButton>
          </In>
        ),
      }}
    />
  ),
};

const click: NonNullable<Story['play']> = async ({ canvas, loaded }) => {
  await userEvent.click(await canvas.findByRole('button', { name: 'Reconnect now' }));
  await expect((loaded['socket'] as ScriptedSocket).calls).toEqual(['reconnect']);
};

export const Waiting: Story = {
  tags: ['unpictured'],
  parameters: showing({ status: 'reconnecting', retryInMs: 12_000 }),
  play: click,
};

/** The button is busy and can still be clicked. */
export const Dialing: Story = {
  tags: ['unpictured'],
  parameters: showing({ status: 'reconnecting' }),
  play: click,
};
