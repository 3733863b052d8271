import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, userEvent, waitFor } from 'storybook/test';
import { ConnectionBanner } from '../src/components/index.js';
import { dialing, EveryBanner, failed, lost } from './everyState.js';
import { SamplePage, scripted, showing } from './scripted.js';
import { In } from './sheet.js';

const meta = {
  title: 'Parts/ConnectionBanner',
  component: ConnectionBanner,
  args: { position: 'top' },
  parameters: { layout: 'fullscreen', docs: { story: { height: '300px' } } },
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

/** Everything that the banner may have to say. */
export const EveryState: Story = {
  tags: ['sheet'],
  parameters: { layout: 'padded', windowHeight: 1_160, docs: { story: { height: 'auto' } } },
  render: () => <EveryBanner />,
  play: async ({ canvasElement }) => {
    // Also at 320 px: the verb becomes a sign before a title takes a second line.
    const titles = [...canvasElement.querySelectorAll<HTMLElement>('[data-heartbeat="banner-title"]')];
    await expect(titles.length).toBeGreaterThan(5);
    const onTwoLines = titles.filter(
      (title) => title.offsetHeight > 1.5 * parseFloat(getComputedStyle(title).lineHeight),
    );
    await expect(onTwoLines.map((title) => title.textContent)).toEqual([]);
  },
};

/** The connection broke, and the next attempt is a few seconds away. */
export const Lost: Story = {
  parameters: showing(lost),
  play: shows(/Connection lost/, /Reconnecting…/, /Retry now/),
};

/** Shown calmly, when the first dial has taken three seconds. */
export const Connecting: Story = {
  tags: ['unpictured', '!autodocs'],
  parameters: showing({ status: 'connecting' }),
  play: async (context) => {
    await context.canvas.findByRole('region', { name: 'Connection' }, { timeout: 6_000 });
    await shows(/^Connecting…$/)(context);
  },
};

/** An attempt is under way: the heart line travels, the words stay. The button is busy, and can still be clicked. */
export const Dialing: Story = {
  tags: ['unpictured', '!autodocs'],
  parameters: showing(dialing),
  play: async (context) => {
    await shows(/Connection lost/)(context);
    await expect(context.canvas.getByRole('button', { name: 'Retry now' })).toHaveAttribute('aria-busy', 'true');
  },
};

/** With an outbox, the banner says what happens to the person's work. */
export const WithAnOutbox: Story = {
  tags: ['unpictured', '!autodocs'],
  parameters: showing({ ...lost, outbox: { queuedCount: 2, unconfirmedCount: 0, droppedCount: 0 } }),
  play: shows(/2 messages will be sent when you’re back/),
};

/** All attempts are used up. A click on the words unfolds what support asks for. */
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
  tags: ['unpictured'],
  parameters: showing({ status: 'failed', cause: 'auth' }),
  args: { onSignIn: fn() },
  play: async (context) => {
    await shows(/You’re signed out/, /Sign in to carry on/)(context);
    await userEvent.click(context.canvas.getByRole('button', { name: 'Sign in' }));
    await expect(context.args.onSignIn).toHaveBeenCalledOnce();
  },
};

/** Shown for two seconds, after an outage that was shown. */
export const Restored: Story = {
  tags: ['unpictured', '!autodocs'],
  parameters: showing(lost),
  play: async (context) => {
    await shows(/Connection lost/)(context);
    context.loaded['socket'].set({ status: 'open', lost: false, cause: null, attempt: 0, nextRetryAt: null });
    await shows(/^Back online$/)(context);
  },
};

export const AtTheBottom: Story = {
  tags: ['!autodocs'],
  args: { position: 'bottom' },
  parameters: showing(lost),
  play: shows(/lost/),
};
export const InTheCorner: Story = {
  tags: ['!autodocs'],
  args: { position: 'corner' },
  parameters: showing(lost),
  play: shows(/lost/),
};

/** The banner takes room at the top of the page instead of covering it, and gives the room back. */
export const Push: Story = {
  tags: ['!autodocs'],
  args: { position: 'push' },
  parameters: showing(lost),
  play: shows(/lost/),
};

/** One banner for two connections. It speaks of the one that is worse off. */
export const TwoSockets: Story = {
  tags: ['unpictured'],
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

const twoBanners: Pick<Story, 'parameters' | 'render'> = {
  parameters: showing(lost),
  render: (args, { loaded }) => (
    <>
      <ConnectionBanner {...args} socket={loaded['socket']} aria-label="Chat" />
      <In snapshot={{ ...lost, cause: 'drain' }}>
        <ConnectionBanner {...args} aria-label="Prices" />
      </In>
      <SamplePage />
    </>
  ),
};

/** A page that does not use `sockets` stacks its banners: the newest in front. Pointer or focus fans them out. */
export const TwoBanners: Story = {
  ...twoBanners,
  play: async ({ canvas }) => {
    const [chat, front] = await Promise.all(['Chat', 'Prices'].map((name) => canvas.findByRole('region', { name })));
    const below = () =>
      Math.round((chat?.getBoundingClientRect().bottom ?? 0) - (front?.getBoundingClientRect().bottom ?? 0));
    await waitFor(() => expect(Math.abs(below() - 10)).toBeLessThan(4));
    await expect(chat?.getBoundingClientRect().width).toBeLessThan(front?.getBoundingClientRect().width ?? 0);
  },
};

export const TwoBannersFannedOut: Story = {
  ...twoBanners,
  tags: ['!autodocs'],
  play: async ({ canvas }) => {
    const [chat, front] = await Promise.all(['Chat', 'Prices'].map((name) => canvas.findByRole('region', { name })));
    front?.querySelector('summary')?.focus();
    await waitFor(() =>
      expect(chat?.getBoundingClientRect().top).toBeGreaterThan(front?.getBoundingClientRect().bottom ?? 0),
    );
    const within = chat?.querySelector<HTMLElement>('[data-heartbeat="reconnect"]');
    within?.focus();
    await expect(within).toHaveFocus();
    await waitFor(() => expect(getComputedStyle(within as HTMLElement).opacity).toBe('1'));
    await expect(chat).toHaveTextContent(/Connection lost/);
  },
};

/** Nothing outside of a modal dialog can be clicked or heard, so the banner moves into it. */
export const InADialog: Story = {
  tags: ['!autodocs'],
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

/**
 * The banner after it was dismissed, or left alone for eight seconds. Pointer, focus, and news that needs the person
 * unfold it.
 */
export const Folded: Story = {
  // Right after it has folded, Chromium draws the digit on either of two half pixels; its look is in `EveryState`.
  tags: ['unpictured', '!autodocs'],
  parameters: showing(lost),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Dismiss' }));
    const banner = await canvas.findByRole('region', { name: 'Connection' });
    await expect(banner).toHaveTextContent(/Not connected/);
    await expect(canvas.getByRole('button', { name: 'Show more' })).toHaveAttribute('aria-expanded', 'false');
  },
};
