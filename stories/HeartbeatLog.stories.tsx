import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent } from 'storybook/test';
import { HeartbeatLog } from '../src/components/index.js';
import { outageRecords } from './records.js';
import { logging, showing } from './scripted.js';

const meta = {
  title: 'HeartbeatLog',
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

export const Following: Story = {
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

/** The log does not change while it is paused, and the connection goes on. */
export const Paused: Story = {
  parameters,
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Pause' }));
    await expect(canvas.getByRole('button', { name: 'Pause', pressed: true })).toBeVisible();
  },
};

/** Shows the newest records, and says how many it leaves out. */
export const Limited: Story = {
  args: { limit: 5 },
  parameters,
  play: async ({ canvas }) => {
    await expect(await canvas.findByText(/earlier not shown/)).toBeInTheDocument();
  },
};

export const Empty: Story = { parameters: showing({ status: 'idle' }) };
