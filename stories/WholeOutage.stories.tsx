import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { ConnectionBanner, ConnectionIndicator } from '../src/components/index.js';
import type { ScriptedSocket } from '../src/testing/createScriptedSocket.js';
import { SamplePage, showing } from './scripted.js';

const meta = {
  title: 'Start/Whole outage',
  tags: ['unpictured', '!autodocs'],
  component: ConnectionBanner,
  parameters: { layout: 'fullscreen', docs: { story: { height: '360px' } } },
  decorators: [
    (Story) => (
      <>
        <Story />
        <SamplePage>
          <ConnectionIndicator />
        </SamplePage>
      </>
    ),
  ],
} satisfies Meta<typeof ConnectionBanner>;

export default meta;

/** From the drop to "Back online", while a person types. */
export const WholeOutage: StoryObj<typeof meta> = {
  name: 'Whole outage',
  parameters: showing({ status: 'open', since: Date.now() }),
  play: async ({ canvas, loaded, step }) => {
    const socket = loaded['socket'] as ScriptedSocket;
    const notes = await canvas.findByRole<HTMLTextAreaElement>('textbox', { name: 'Notes' });
    const live = canvas.getByRole('status');
    const banner = () => canvas.queryByRole('region', { name: 'Connection' });

    await step('All is well', async () => {
      await userEvent.type(notes, ' More to');
      await expect(banner()).not.toBeInTheDocument();
      await expect(live).toBeEmptyDOMElement();
    });

    await step('The connection drops, and nothing is said during the grace period', async () => {
      socket.set({ status: 'reconnecting', cause: 'closed', attempt: 1, nextRetryAt: Date.now() + 3_000 });
      await expect(banner()).not.toBeInTheDocument();
    });

    await step('The connection is lost', async () => {
      socket.set({ lost: true });
      await waitFor(() => expect(banner()).toHaveTextContent(/[23]\s*Connection lost.*Reconnecting….*Retry now/));
      await expect(live).toHaveTextContent('Connection lost. Reconnecting…');
      await expect(notes).toHaveFocus();
    });

    await step('An attempt is under way', async () => {
      socket.set({ nextRetryAt: null });
      await waitFor(() => expect(banner()).toHaveAttribute('data-dialing'));
      await userEvent.type(notes, ' come.');
      await expect(notes).toHaveFocus();
    });

    await step('All attempts have failed', async () => {
      socket.set({ status: 'failed', cause: 'connect-error', attempt: 10 });
      await expect(await canvas.findByRole('alert')).toHaveTextContent('Can’t reconnect');
      await expect(banner()).toHaveAttribute('data-phase', 'failed');
      await expect(live).toBeEmptyDOMElement();
    });

    await step('The person clicks "Try again"', async () => {
      await userEvent.click(canvas.getByRole('button', { name: 'Try again' }));
      await expect(socket.calls).toEqual(['reconnect']);
      socket.set({ status: 'reconnecting', attempt: 1 });
      await waitFor(() => expect(banner()).toHaveTextContent('Reconnecting…'));
      await expect(canvas.getByRole('button', { name: 'Retry now' })).toHaveFocus();
      await expect(canvas.getByRole('button', { name: 'Retry now' })).toHaveAttribute('aria-busy', 'true');
    });

    await step('The connection is back', async () => {
      socket.set({ status: 'open', cause: null, lost: false, attempt: 0, since: Date.now() });
      await waitFor(() => expect(banner()).toHaveTextContent(/^Back online$/));
      await expect(live).toHaveTextContent(/^Back online$/);
      await expect(notes).toHaveFocus();
      await expect(notes).toHaveValue('Revenue is up, and so are we. More to come.');
      await waitFor(() => expect(banner()).not.toBeInTheDocument(), { timeout: 4_000 });
      await waitFor(() => expect(live).toBeEmptyDOMElement());
    });
  },
};
