import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { ConnectionBanner, HeartbeatLabelsProvider, HeartbeatSettings } from '../src/components/index.js';
import { languages } from './languages.js';
import { showing } from './scripted.js';

type Language = keyof typeof languages;

const meta = {
  title: 'Languages',
  component: ConnectionBanner,
  args: { position: 'inline' },
  parameters: { layout: 'padded' },
} satisfies Meta<typeof ConnectionBanner>;

export default meta;
type Story = StoryObj<typeof meta>;

const spoken = (language: Language): Story => ({
  parameters: showing({ status: 'reconnecting', lost: true, cause: 'heartbeat-timeout', attempt: 3, retryInMs: 8_000 }),
  decorators: [
    (Story) => (
      <HeartbeatLabelsProvider labels={languages[language]}>
        <div lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'} style={{ display: 'grid', gap: 16 }}>
          <Story />
          <HeartbeatSettings />
        </div>
      </HeartbeatLabelsProvider>
    ),
  ],
  play: async ({ canvas }) => {
    const { banner, title } = languages[language];
    const region = await canvas.findByRole('region', { name: banner.region });
    await expect(region).toHaveTextContent(title['heartbeat-timeout']);
    const icon = region.querySelector('[data-heartbeat="banner-icon"]')?.getBoundingClientRect();
    const middle = region.getBoundingClientRect();
    const isOnTheRight = (icon?.x ?? 0) > middle.x + middle.width / 2;
    await expect(isOnTheRight).toBe(language === 'ar');
  },
});

export const German = spoken('de');
export const French = spoken('fr');
export const Spanish = spoken('es');
export const Arabic = spoken('ar');
export const Japanese = spoken('ja');
export const Chinese = spoken('zh');
