import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent } from 'storybook/test';
import { ReconnectButton } from '../src/components/index.js';
import type { ScriptedSocket } from '../src/testing/createScriptedSocket.js';
import { showing } from './scripted.js';

const meta = {
  title: 'ReconnectButton',
  component: ReconnectButton,
} satisfies Meta<typeof ReconnectButton>;

export default meta;
type Story = StoryObj<typeof meta>;

const click: NonNullable<Story['play']> = async ({ canvas, loaded }) => {
  await userEvent.click(await canvas.findByRole('button', { name: 'Reconnect now' }));
  await expect((loaded['socket'] as ScriptedSocket).calls).toEqual(['reconnect']);
};

export const Waiting: Story = { parameters: showing({ status: 'reconnecting', retryInMs: 12_000 }), play: click };

/** The button is busy and can still be clicked. */
export const Dialing: Story = { parameters: showing({ status: 'reconnecting' }), play: click };

export const Failed: Story = { parameters: showing({ status: 'failed', cause: 'connect-error' }), play: click };

export const Open: Story = { parameters: showing({ status: 'open' }), play: click };

/** `className` and `style` may be functions of the state. */
export const Styled: Story = {
  parameters: showing({ status: 'failed' }),
  args: {
    style: ({ status }) => (status === 'failed' ? { borderRadius: 999, paddingInline: 20 } : {}),
    children: 'Try once more',
  },
};
