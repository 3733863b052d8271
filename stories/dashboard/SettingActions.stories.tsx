import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent } from 'storybook/test';
import { DashboardPage, SETTINGS, withoutGuard } from './DashboardPage.js';

const meta = {
  title: 'Dashboard/Changing a setting',
  component: DashboardPage,
  args: { at: SETTINGS, change: withoutGuard },
  parameters: { layout: 'fullscreen', controls: { disable: true } },
  // Times of day are on it.
  tags: ['unpictured'],
} satisfies Meta<typeof DashboardPage>;

export default meta;
type Story = StoryObj<typeof meta>;

type Canvas = Parameters<NonNullable<Story['play']>>[0]['canvas'];

async function typeInterval(canvas: Canvas, seconds: string): Promise<void> {
  const interval = await canvas.findByRole('textbox', { name: 'Interval in seconds' });
  await userEvent.clear(interval);
  await userEvent.type(interval, seconds);
}

/** A number that clients are not told: a dialog that says what it is for. */
export const Admission: Story = {
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Change the admission rate…' }));
    const field = await canvas.findByRole('textbox', { name: 'Now 500' });
    await userEvent.clear(field);
    await userEvent.type(field, '1200');
    await expect(canvas.getByRole('button', { name: /^Set 1.200/ })).toBeEnabled();
  },
};

/** The least important records that reach the log. */
export const LogLevel: Story = {
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Change the log level…' }));
    await userEvent.selectOptions(await canvas.findByRole('combobox'), 'debug');
    await expect(canvas.getByRole('button', { name: 'Set debug' })).toBeEnabled();
  },
};

/** What was set at run time is withdrawn: the deployed value applies again. */
export const Withdraw: Story = {
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Withdraw the interval…' }));
    await expect(await canvas.findByRole('button', { name: 'Withdraw the interval' })).toBeVisible();
  },
};

/** Without the guard: the question says what may happen, and that nothing takes it back. */
export const AllAtOnce: Story = {
  play: async ({ canvas }) => {
    await typeInterval(canvas, '70');
    await userEvent.click(canvas.getByRole('button', { name: 'Apply to all at once…' }));
    await expect(await canvas.findByRole('button', { name: /^Apply to 1.204 people at once/ })).toBeVisible();
  },
};

/** An interval above the known limit of the path. */
export const Forced: Story = {
  args: {
    answers: () => ({
      changeSettings: {
        ok: false,
        status: 422,
        problem: {
          type: 'urn:heartbeat:path-limit',
          title: 'Unprocessable Content',
          status: 422,
          detail:
            'intervalMs (70000) is not below the idle limit of the path: connections have been seen to end after a silence of 60000 ms. Set at most 54000. Or send "force": true.',
        },
      },
    }),
  },
  play: async ({ canvas }) => {
    await typeInterval(canvas, '70');
    await userEvent.click(canvas.getByRole('button', { name: /Apply to 5.% first/ }));
    await userEvent.click(await canvas.findByRole('button', { name: 'Set it all the same…' }));
    await expect(await canvas.findByRole('button', { name: /^Set 70.s all the same/ })).toBeVisible();
  },
};
