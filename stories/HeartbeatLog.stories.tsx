import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent } from 'storybook/test';
import { HeartbeatLog } from '../src/components/index.js';
import { outageRecords } from './records.js';
import { logging, showing } from './scripted.js';
import { In, Sheet } from './sheet.js';

const meta = {
  title: 'Parts/HeartbeatLog',
  component: HeartbeatLog,
  decorators: [
    (Story) => (
      <div style={{ inlineSize: 'min(44rem, 100vw - 2rem)' }}>
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof HeartbeatLog>;

export default meta;
type Story = StoryObj<typeof meta>;

const parameters = { ...showing({ status: 'open' }), ...logging(outageRecords) };

/** Following, with the newest only, and before anything has happened. */
export const EveryState: Story = {
  parameters: { windowHeight: 820 },
  render: (args) => (
    <Sheet
      of={{
        Following: (
          <In snapshot={{ status: 'open' }} records={outageRecords}>
            <HeartbeatLog {...args} />
          </In>
        ),
        'The newest five': (
          <In snapshot={{ status: 'open' }} records={outageRecords}>
            <HeartbeatLog {...args} limit={5} aria-label="The newest five" />
          </In>
        ),
        Empty: (
          <In snapshot={{ status: 'idle' }}>
            <HeartbeatLog {...args} aria-label="Empty" />
          </In>
        ),
      }}
    />
  ),
  play: async ({ canvas }) => {
    await expect(await canvas.findByText(/earlier not shown/)).toBeInTheDocument();
  },
};

export const Following: Story = {
  tags: ['unpictured'],
  parameters,
  play: async ({ canvas }) => {
    await expect(await canvas.findAllByText('connection.closed')).toHaveLength(2);
    await expect(canvas.getByRole('button', { name: 'Follow', pressed: true })).toBeVisible();
  },
};

/** Shows one kind of event only. */
export const Filtered: Story = {
  parameters,
  play: async ({ canvas }) => {
    await userEvent.selectOptions(await canvas.findByRole('combobox', { name: 'Show' }), 'pong.received');
    await expect(canvas.getAllByRole('listitem')).toHaveLength(16);
  },
};

/** While the log is paused, it does not change, but the connection goes on. */
export const Paused: Story = {
  tags: ['unpictured'],
  parameters,
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Pause' }));
    await expect(canvas.getByRole('button', { name: 'Pause', pressed: true })).toBeVisible();
  },
};
