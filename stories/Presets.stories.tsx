import type { Meta, StoryObj } from '@storybook/react-vite';
import { ConnectionBanner } from '../src/components/index.js';
import bar from '../src/components/presets/bar.css?inline';
import tint from '../src/components/presets/tint.css?inline';
import { SamplePage, showing, type StorySnapshot } from './scripted.js';

const lost: StorySnapshot = { status: 'reconnecting', lost: true, cause: 'closed', attempt: 3, retryInMs: 8_000 };
const failed: StorySnapshot = { status: 'failed', lost: true, cause: 'connect-error', attempt: 10 };

const meta = {
  title: 'Presets',
  component: ConnectionBanner,
  parameters: { layout: 'fullscreen', docs: { story: { inline: false, iframeHeight: 260 } } },
} satisfies Meta<typeof ConnectionBanner>;

export default meta;

const preset = (css: string, snapshot: StorySnapshot): StoryObj<typeof meta> => ({
  parameters: showing(snapshot),
  decorators: [
    (Story) => (
      <>
        <style>{css}</style>
        <Story />
        <SamplePage />
      </>
    ),
  ],
});

/** `heartbeat-socket/presets/bar.css` */
export const Bar = preset(bar, lost);
export const BarFailed = preset(bar, failed);

/** `heartbeat-socket/presets/tint.css` */
export const Tint = preset(tint, lost);
export const TintFailed = preset(tint, failed);
