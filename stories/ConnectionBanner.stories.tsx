import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { ConnectionBanner } from '../src/components/index.js';
import { SamplePage, showing, type StorySnapshot } from './scripted.js';

const dialing: StorySnapshot = {
  status: 'reconnecting',
  lost: true,
  cause: 'closed',
  attempt: 3,
  lastClose: { code: 1006, reason: '', wasClean: false, at: Date.now() },
};
const lost: StorySnapshot = { ...dialing, retryInMs: 8_000 };

const meta = {
  title: 'ConnectionBanner',
  component: ConnectionBanner,
  args: { position: 'top' },
  argTypes: { position: { control: 'inline-radio', options: ['top', 'bottom', 'inline'] } },
  parameters: { layout: 'fullscreen', docs: { story: { inline: false, iframeHeight: 260 } } },
  decorators: [
    (Story) => (
      <>
        <Story />
        <SamplePage />
      </>
    ),
  ],
} satisfies Meta<typeof ConnectionBanner>;

export default meta;
type Story = StoryObj<typeof meta>;

const shows =
  (...texts: RegExp[]): NonNullable<Story['play']> =>
  async ({ canvas }) => {
    const banner = await canvas.findByRole('region', { name: 'Connection' });
    for (const text of texts) await expect(banner).toHaveTextContent(text);
  };

const showsNothing: NonNullable<Story['play']> = async ({ canvas }) => {
  await expect(canvas.queryByRole('region')).not.toBeInTheDocument();
  await expect(canvas.getByRole('status')).toBeEmptyDOMElement();
};

/** The connection broke, and the next attempt is a few seconds away. */
export const Lost: Story = {
  parameters: showing(lost),
  play: shows(/Connection lost/, /Attempt 3 of 10/, /Retrying in \d s/),
};

/** An attempt is under way. The button is busy, and can still be clicked. */
export const Dialing: Story = {
  parameters: showing(dialing),
  play: async (context) => {
    await shows(/Connecting…/)(context);
    await expect(context.canvas.getByRole('button', { name: 'Reconnect now' })).toHaveAttribute('aria-busy', 'true');
  },
};

export const Offline: Story = {
  parameters: showing({ ...lost, status: 'offline', cause: 'network-offline', retryInMs: 30_000 }),
  play: shows(/You are offline/, /when your network is back/),
};

export const Unreachable: Story = {
  parameters: showing({ ...lost, cause: 'unreachable', attempt: 6, retryInMs: 18_000 }),
  play: shows(/Can’t reach the server/),
};

export const TimedOut: Story = {
  parameters: showing({ ...lost, cause: 'heartbeat-timeout', attempt: 1 }),
  play: shows(/Connection timed out/),
};

export const Restarting: Story = {
  parameters: showing({ ...lost, cause: 'drain', attempt: 1, retryInMs: 4_000 }),
  play: shows(/Server restarting/),
};

/** All attempts are used up. The banner says so, offers another attempt, and has the close code for support. */
export const Failed: Story = {
  parameters: showing({
    ...dialing,
    status: 'failed',
    cause: 'connect-error',
    attempt: 10,
  }),
  play: async (context) => {
    await shows(/Could not reconnect/, /Tried 10 times/, /Close code 1006/)(context);
    await expect(context.canvas.queryByText('Connecting…')).not.toBeInTheDocument();
  },
};

/** Only a new sign-in helps, so the action is another one. */
export const SignedOut: Story = {
  parameters: showing({ status: 'failed', cause: 'auth' }),
  args: {
    children: (
      <>
        <ConnectionBanner.Icon />
        <div data-heartbeat="banner-body">
          <div data-heartbeat="banner-text">
            <ConnectionBanner.Title />
            <ConnectionBanner.Description />
          </div>
          <ConnectionBanner.Action onClick={(event) => event.preventDefault()}>Sign in</ConnectionBanner.Action>
        </div>
        <ConnectionBanner.Dismiss />
      </>
    ),
  },
  play: shows(/Signed out/, /Sign in again/),
};

export const Refused: Story = {
  parameters: showing({
    status: 'failed',
    cause: 'refused',
    lastClose: { code: 4403, reason: 'not a member of this workspace', wasClean: true, at: Date.now() },
  }),
  play: shows(/Connection refused/, /You don’t have access/),
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

/** In the flow of the page, where the app puts it. */
export const Inline: Story = {
  args: { position: 'inline', style: { margin: '1rem auto' } },
  parameters: showing(lost),
  play: shows(/lost/),
};

/** Shows nothing. The live region is there, and empty. */
export const Open: Story = { parameters: showing({ status: 'open', since: Date.now() }), play: showsNothing };
export const Idle: Story = { parameters: showing({ status: 'idle' }), play: showsNothing };
export const Connecting: Story = { parameters: showing({ status: 'connecting' }), play: showsNothing };
export const Degraded: Story = { parameters: showing({ status: 'degraded', missedInRow: 1 }), play: showsNothing };
export const Paused: Story = { parameters: showing({ status: 'paused', cause: 'hidden' }), play: showsNothing };
export const Closed: Story = { parameters: showing({ status: 'closed', cause: 'manual' }), play: showsNothing };

/** A drop shorter than `lostAfterMs` is not shown. */
export const WithinGrace: Story = { parameters: showing({ ...lost, lost: false }), play: showsNothing };

/** With other words, here German ones. */
export const Labels: Story = {
  parameters: showing({ ...lost, lastClose: null }),
  args: {
    labels: {
      title: { closed: 'Verbindung unterbrochen' },
      description: { closed: 'Es wird automatisch neu verbunden.' },
      banner: { attempt: (attempt, of) => `Versuch ${attempt} von ${of}.`, dismiss: 'Schließen', region: 'Verbindung' },
      countdown: { waiting: (seconds) => `Nächster Versuch in ${seconds} s` },
      button: { reconnect: 'Jetzt verbinden' },
    },
  },
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('region', { name: 'Verbindung' })).toHaveTextContent(/Versuch 3 von 10/);
  },
};
