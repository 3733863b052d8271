import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, userEvent, waitFor } from 'storybook/test';
import { ConnectionBanner } from '../src/components/index.js';
import { dialing, EveryBanner, failed, lost } from './everyState.js';
import { SamplePage, scripted, showing } from './scripted.js';

const meta = {
  title: 'ConnectionBanner',
  component: ConnectionBanner,
  args: { position: 'top' },
  argTypes: { position: { control: 'inline-radio', options: ['top', 'bottom', 'corner', 'inline', 'push'] } },
  parameters: { layout: 'fullscreen', docs: { story: { inline: false, iframeHeight: 260 } } },
  render: (args) => (
    <>
      <ConnectionBanner {...args} />
      <SamplePage />
    </>
  ),
} satisfies Meta<typeof ConnectionBanner>;

export default meta;
type Story = StoryObj<typeof meta>;

const shows =
  (...texts: RegExp[]): NonNullable<Story['play']> =>
  async ({ canvas }) => {
    const banner = await canvas.findByRole('region', { name: 'Connection' });
    for (const text of texts) await expect(banner).toHaveTextContent(text);
  };

/** Everything it may have to say. */
export const EveryState: Story = {
  parameters: { layout: 'padded', windowHeight: 1_160, docs: { story: { inline: true } } },
  render: () => <EveryBanner />,
};

/** The connection broke, and the next attempt is a few seconds away. */
export const Lost: Story = {
  parameters: showing(lost),
  play: shows(/Connection lost/, /Reconnecting…/, /Retry now/),
};

/** After three seconds of the first dial, calmly. */
export const Connecting: Story = { parameters: showing({ status: 'connecting' }), play: shows(/^Connecting…$/) };

/** An attempt is under way: the heart line travels, the words stay. The button is busy, and can still be clicked. */
export const Dialing: Story = {
  parameters: showing(dialing),
  play: async (context) => {
    await shows(/Connection lost/)(context);
    await expect(context.canvas.getByRole('button', { name: 'Retry now' })).toHaveAttribute('aria-busy', 'true');
  },
};

/** With an outbox it says what happens to the person's work. */
export const WithAnOutbox: Story = {
  parameters: showing({ ...lost, outbox: { queuedCount: 2, unconfirmedCount: 0, droppedCount: 0 } }),
  play: shows(/2 messages will be sent when you’re back/),
};

/** All attempts are used up. The words unfold to what support asks for. */
export const Failed: Story = {
  parameters: showing(failed),
  play: async (context) => {
    await shows(/Can’t reconnect/, /Tried 10 times/)(context);
    await userEvent.click(context.canvas.getByText('Can’t reconnect'));
    await expect(context.canvas.getByText('Close code 1006')).toBeVisible();
  },
};

/** Only a new sign-in helps: `onSignIn` is called, and the attempts go on from there. */
export const SignedOut: Story = {
  parameters: showing({ status: 'failed', cause: 'auth' }),
  args: { onSignIn: fn() },
  play: async (context) => {
    await shows(/You’re signed out/, /Sign in to carry on/)(context);
    await userEvent.click(context.canvas.getByRole('button', { name: 'Sign in' }));
    await expect(context.args.onSignIn).toHaveBeenCalledOnce();
  },
};

/** After an outage that was shown, for two seconds. */
export const Restored: Story = {
  parameters: showing(lost),
  play: async (context) => {
    await shows(/Connection lost/)(context);
    context.loaded['socket'].set({ status: 'open', lost: false, cause: null, attempt: 0, nextRetryAt: null });
    await shows(/^Back online$/)(context);
  },
};

export const AtTheBottom: Story = { args: { position: 'bottom' }, parameters: showing(lost), play: shows(/lost/) };
export const InTheCorner: Story = { args: { position: 'corner' }, parameters: showing(lost), play: shows(/lost/) };

/** Takes room at the top of the page instead of covering it, and gives it back. */
export const Push: Story = { args: { position: 'push' }, parameters: showing(lost), play: shows(/lost/) };

/** One line for two connections: it speaks of the one that is worse off. */
export const TwoSockets: Story = {
  parameters: showing(lost),
  render: (args, { loaded }) => {
    const signedOut = scripted({ status: 'failed', cause: 'auth' });
    return (
      <>
        <ConnectionBanner {...args} sockets={[loaded['socket'], signedOut]} />
        <SamplePage />
      </>
    );
  },
  play: shows(/You’re signed out/),
};

/** A page that does not use `sockets` stacks its banners. */
export const TwoBanners: Story = {
  parameters: showing(lost),
  render: (args, { loaded }) => (
    <>
      <ConnectionBanner {...args} socket={loaded['socket']} aria-label="Chat" />
      <ConnectionBanner {...args} socket={scripted({ ...lost, cause: 'drain' })} aria-label="Prices" />
      <SamplePage />
    </>
  ),
};

/** Nothing outside of a modal dialog can be clicked or heard, so the banner moves into it. */
export const InADialog: Story = {
  parameters: showing(lost),
  render: (args) => (
    <>
      <ConnectionBanner {...args} />
      <SamplePage />
      <dialog aria-label="Settings" className="page-card">
        <p>Half filled in.</p>
        <input aria-label="Name" defaultValue="Ada" />
      </dialog>
    </>
  ),
  play: async (context) => {
    await shows(/Connection lost/)(context);
    const dialog = context.canvasElement.querySelector('dialog');
    dialog?.showModal();
    await waitFor(() => expect(dialog).toContainElement(context.canvas.getByText('Connection lost')));
    await userEvent.click(context.canvas.getByRole('button', { name: 'Retry now' }));
    await expect(context.loaded['socket'].calls).toEqual(['reconnect']);
  },
};
