import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { ConnectionBanner, HeartbeatLabelsProvider } from '../src/components/index.js';
import { BannerIn, type BannerStateName } from './everyState.js';
import { languages } from './languages.js';

type Language = keyof typeof languages;

const meta = {
  title: 'Guides/Languages',
  tags: ['sheet'],
  component: ConnectionBanner,
  parameters: { layout: 'padded' },
} satisfies Meta<typeof ConnectionBanner>;

export default meta;
type Story = StoryObj<typeof meta>;

const sheet = (states: readonly BannerStateName[]): Story => ({
  parameters: { windowHeight: 60 + 7 * (states.length * 44 + 40) },
  render: () => (
    <div className="sheet">
      {(Object.keys(languages) as Language[]).map((language) => (
        <HeartbeatLabelsProvider key={language} labels={languages[language]}>
          <div
            lang={language}
            dir={language === 'ar' ? 'rtl' : 'ltr'}
            className="sheet"
            style={{ gap: 4, inlineSize: '100%' }}
          >
            {states.map((state) => (
              <BannerIn key={state} state={state} aria-label={`${language}: ${state}`} />
            ))}
          </div>
        </HeartbeatLabelsProvider>
      ))}
    </div>
  ),
  play: async ({ canvas }) => {
    for (const language of Object.keys(languages) as Language[]) {
      for (const state of states) {
        const region = await canvas.findByRole('region', { name: `${language}: ${state}` });
        // One line; where the view is too narrow for a title beside its verb, two lines and no ellipsis.
        const title = region.querySelector('[data-heartbeat="banner-title"] > span');
        await expect((title?.scrollWidth ?? Infinity) - (title?.clientWidth ?? 0)).toBe(0);
        const isWrapped = window.innerWidth <= 320 && (title?.clientHeight ?? 0) > 18;
        await expect(region.offsetHeight).toBe(isWrapped ? 44 : 40);
        const icon = region.querySelector('[data-heartbeat="banner-icon"]')?.getBoundingClientRect();
        const box = region.getBoundingClientRect();
        await expect((icon?.x ?? 0) > box.x + box.width / 2).toBe(language === 'ar');
      }
    }
  },
});

/** The usual outage, the longest words, and the person's work, in all seven languages. */
export const AnOutage = sheet(['Lost', 'Lost, with an outbox', 'No network', 'No server']);
export const ItsEnd = sheet(['Needs the person', 'Attempts used up, with an outbox', 'Folded', 'Back, with an outbox']);
