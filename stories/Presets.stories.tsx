import type { Meta, StoryObj } from '@storybook/react-vite';
import { ConnectionBanner } from '../src/components/index.js';
import bar from '../src/components/presets/bar.css?inline';
import tint from '../src/components/presets/tint.css?inline';
import { EveryBanner, failed, lost } from './everyState.js';
import { SamplePage, showing, type StorySnapshot } from './scripted.js';

const meta = {
  title: 'Guides/Presets',
  component: ConnectionBanner,
  parameters: { layout: 'fullscreen', docs: { story: { height: '260px' } } },
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
export const Tint: StoryObj<typeof meta> = {
  parameters: { layout: 'padded', windowHeight: 540 },
  render: () => (
    <>
      <style>{tint}</style>
      <EveryBanner
        states={['Lost', 'Dialling', 'No network', 'Needs the person', 'Attempts used up', 'Folded', 'Back, for 2 s']}
      />
    </>
  ),
};
