import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent } from 'storybook/test';
import { ConnectionBanner } from '../src/components/index.js';
import { lost } from './everyState.js';
import { SamplePage, showing } from './scripted.js';

const meta = {
  title: 'Folded banner',
  // Its look is in `EveryState` of the banner. Right after it has folded, Chromium draws the digit on either of two half
  // pixels.
  tags: ['unpictured'],
  component: ConnectionBanner,
  parameters: { layout: 'fullscreen', docs: { story: { inline: false, iframeHeight: 260 } }, ...showing(lost) },
  render: (args) => (
    <>
      <ConnectionBanner {...args} />
      <SamplePage />
    </>
  ),
} satisfies Meta<typeof ConnectionBanner>;

export default meta;

/** Put away, or left alone for eight seconds. Pointer, focus and news for the person unfold it. */
export const Folded: StoryObj<typeof meta> = {
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Dismiss' }));
    const banner = await canvas.findByRole('region', { name: 'Connection' });
    await expect(banner).toHaveTextContent(/Not connected/);
    await expect(canvas.getByRole('button', { name: 'Show more' })).toHaveAttribute('aria-expanded', 'false');
  },
};
