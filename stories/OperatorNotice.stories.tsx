import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent } from 'storybook/test';
import { HeartbeatLabelsProvider, OperatorNotice } from '../src/components/index.js';
import { HeartbeatProvider } from '../src/react/HeartbeatProvider.js';
import type { Notice } from '../src/client/index.js';
import { languages } from './languages.js';
import { SamplePage, scripted, showing } from './scripted.js';
import { In, Sheet } from './sheet.js';

const meta = {
  title: 'Parts/OperatorNotice',
  component: OperatorNotice,
  parameters: { layout: 'padded' },
} satisfies Meta<typeof OperatorNotice>;

export default meta;
type Story = StoryObj<typeof meta>;

const saying = (id: string, notice: Partial<Notice>) =>
  showing({ status: 'open', notice: { id, level: 'info', text: {}, endsAt: null, ...notice } });

const maintenance = {
  en: 'Maintenance tonight from 22:00 to 22:15. You will be reconnected automatically.',
  de: 'Wartung heute Abend von 22:00 bis 22:15 Uhr. Sie werden automatisch neu verbunden.',
  fr: 'Maintenance ce soir de 22 h à 22 h 15. La connexion sera rétablie automatiquement.',
  es: 'Mantenimiento esta noche de 22:00 a 22:15. La conexión se restablecerá automáticamente.',
  ja: '今夜22時から22時15分までメンテナンスを行います。自動的に再接続されます。',
  zh: '今晚 22:00 至 22:15 进行维护。之后会自动重新连接。',
  ar: 'صيانة الليلة من 22:00 إلى 22:15. سيُعاد الاتصال تلقائيًا.',
};

const warning = { en: 'Search is slow right now. We are working on it.' };
const hostile = {
  en:
    'Uploads fail for some of you since 14:05.\nWhat you write is kept here, and is sent when they work again. ' +
    '<b>Nothing of this is markup.</b> https://status.example/incidents/2026-01-01-uploads-fail-for-some-regions',
};

/** Line breaks are kept, and markup is shown as text. */
export const EveryState: Story = {
  render: (args) => {
    const shown = (id: string, level: Notice['level'], text: Notice['text']) => (
      <In snapshot={{ status: 'open', notice: { id: `sheet-${id}`, level, text, endsAt: null } }}>
        <OperatorNotice {...args} labels={{ notice: { region: `Notice: ${id}` } }} />
      </In>
    );
    return (
      <Sheet
        of={{
          Information: shown('info', 'info', maintenance),
          Warning: shown('warning', 'warning', warning),
          'Long and hostile': shown('long', 'warning', hostile),
        }}
      />
    );
  },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText(maintenance.en)).toBeVisible();
  },
};

/** The place for a notice: above everything else, in the flow of the page. */
export const AboveAPage: Story = {
  parameters: { ...saying('page', { text: maintenance }), layout: 'fullscreen' },
  render: (args) => (
    <>
      <div style={{ padding: 8 }}>
        <OperatorNotice {...args} />
      </div>
      <SamplePage />
    </>
  ),
};

/** The same notice, as readers of seven languages see it. */
export const EveryLanguage: Story = {
  render: (args) => (
    <div style={{ display: 'grid', gap: 4 }}>
      {Object.entries(languages).map(([language, labels]) => (
        <HeartbeatLabelsProvider key={language} labels={labels}>
          <HeartbeatProvider
            socket={scripted({
              status: 'open',
              notice: { id: `every-${language}`, level: 'info', text: maintenance, endsAt: null },
            })}
          >
            <div dir={language === 'ar' ? 'rtl' : undefined}>
              <OperatorNotice {...args} lang={language} />
            </div>
          </HeartbeatProvider>
        </HeartbeatLabelsProvider>
      ))}
    </div>
  ),
};

/** After it was dismissed, the page has the room back, and the next Tab goes on from there. */
export const Dismissed: Story = {
  tags: ['unpictured'],
  parameters: saying(`dismissed-${Math.random()}`, { text: maintenance }),
  render: (args) => (
    <>
      <OperatorNotice {...args} />
      <p style={{ margin: '8px 0 0' }}>The page goes on here.</p>
    </>
  ),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Dismiss notice' }));
    await expect(canvas.queryByText(maintenance.en)).toBeNull();
    await expect(document.activeElement?.getAttribute('data-heartbeat')).toBe('notice');
  },
};
