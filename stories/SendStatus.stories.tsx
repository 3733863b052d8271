import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { HeartbeatLabelsProvider, SendStatus } from '../src/components/index.js';
import { HeartbeatProvider } from '../src/react/HeartbeatProvider.js';
import { languages } from './languages.js';
import { scripted, showing, type StorySnapshot } from './scripted.js';
import { In, Sheet } from './sheet.js';

const meta = {
  title: 'Parts/SendStatus',
  component: SendStatus,
} satisfies Meta<typeof SendStatus>;

export default meta;
type Story = StoryObj<typeof meta>;

/** What a socket with an outbox shows. */
function work(
  counts: { queuedCount?: number; unconfirmedCount?: number; inDoubtCount?: number; notSentCount?: number },
  result: 'sent' | 'received' | null = 'received',
): StorySnapshot {
  const { queuedCount = 0, unconfirmedCount = 0, inDoubtCount = 0, notSentCount = 0 } = counts;
  return {
    status: queuedCount > 0 ? 'reconnecting' : 'open',
    outbox: { queuedCount, unconfirmedCount, droppedCount: notSentCount },
    delivery: { caughtUpCount: 0, inDoubtCount, notSentCount, result },
  };
}

const states = {
  received: work({}),
  sent: work({}, 'sent'),
  sending: work({ unconfirmedCount: 1 }),
  waiting: work({ queuedCount: 2 }),
  'in-doubt': work({ inDoubtCount: 1 }),
  'not-sent': work({ notSentCount: 3 }),
};

const names = {
  received: 'Confirmed by the server',
  sent: 'Sent, to a server that answers no pings',
  sending: 'On its way',
  waiting: 'Waits for the connection',
  'in-doubt': 'Sent, and no answer since',
  'not-sent': 'Dropped',
};

/** All problems are named, the worst first. Without an outbox, nothing is claimed. */
export const EveryState: Story = {
  parameters: { layout: 'padded' },
  render: (args) => (
    <Sheet
      columns="repeat(2, minmax(0, 14rem))"
      of={{
        ...Object.fromEntries(
          Object.entries(names).map(([state, name]) => [
            name,
            <In key={state} snapshot={states[state as keyof typeof states]}>
              <SendStatus {...args} />
            </In>,
          ]),
        ),
        'All of it': (
          <In snapshot={work({ notSentCount: 3, inDoubtCount: 1, queuedCount: 2 })}>
            <SendStatus {...args} />
          </In>
        ),
      }}
    />
  ),
  play: async ({ canvas }) => {
    await expect(await canvas.findAllByText('All sent')).toHaveLength(2);
    for (const words of ['Sending…', '2 waiting', '1 in doubt', '3 not sent', '3 not sent · 1 in doubt · 2 waiting']) {
      await expect(canvas.getByText(words)).toBeVisible();
    }
  },
};

/** The place for it: beside what the person wrote. */
export const BelowAComposer: Story = {
  parameters: showing(states.waiting),
  render: (args) => (
    <div style={{ display: 'grid', gap: 6, inlineSize: 'min(19rem, 100%)' }}>
      <textarea aria-label="Message" rows={2} defaultValue="See you at the gate." style={{ font: 'inherit' }} />
      <div style={{ display: 'flex', justifyContent: 'space-between', gap: 12 }}>
        <SendStatus {...args} />
        <button type="button">Send</button>
      </div>
    </div>
  ),
};

/** Every state in every language. */
export const EveryLanguage: Story = {
  render: (args) => (
    <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(9.5rem, 1fr))', gap: 20 }}>
      {Object.entries(languages).map(([language, labels]) => (
        <HeartbeatLabelsProvider key={language} labels={labels}>
          <div
            lang={language}
            dir={language === 'ar' ? 'rtl' : undefined}
            style={{ display: 'grid', gap: 4, placeContent: 'start', justifyItems: 'start' }}
          >
            {Object.entries(states).map(([state, snapshot]) => (
              <HeartbeatProvider key={state} socket={scripted(snapshot)}>
                <SendStatus {...args} />
              </HeartbeatProvider>
            ))}
          </div>
        </HeartbeatLabelsProvider>
      ))}
    </div>
  ),
};
