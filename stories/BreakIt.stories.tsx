import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { LivePage } from './LivePage.js';

/** The client is the real one. Its gateway is a fake one in the page. */
const meta = {
  title: 'Start/Break it',
  parameters: { layout: 'fullscreen', docs: { story: { height: '640px' } } },
  tags: ['unpictured', '!autodocs'],
} satisfies Meta;

export default meta;

export const BreakIt: StoryObj = {
  name: 'Break it',
  render: () => (
    <LivePage>
      {(gateway) => (
        <div className="page-row">
          <button type="button" onClick={() => gateway.drop()}>
            Drop it
          </button>
          <button type="button" onClick={() => gateway.restart(5_000)}>
            Restart the gateway
          </button>
          <button
            type="button"
            onClick={() => {
              gateway.refuse();
              gateway.drop();
            }}
          >
            Take it down
          </button>
          <button type="button" onClick={() => gateway.accept()}>
            Bring it back
          </button>
        </div>
      )}
    </LivePage>
  ),
  play: async ({ canvas, step }) => {
    await waitFor(() => expect(canvas.getByText('Connected')).toBeVisible());
    await step('The gateway is taken down', async () => {
      await userEvent.click(canvas.getByRole('button', { name: 'Take it down' }));
      const lost = () =>
        expect(canvas.getByRole('region', { name: 'Connection' })).toHaveTextContent(
          /Connection lost|Can’t reach the server/,
        );
      await waitFor(lost, { timeout: 4_000 });
    });
    await step('The gateway is back', async () => {
      await userEvent.click(canvas.getByRole('button', { name: 'Bring it back' }));
      await waitFor(() => expect(canvas.getByText('Connected')).toBeVisible(), { timeout: 10_000 });
    });
  },
};
