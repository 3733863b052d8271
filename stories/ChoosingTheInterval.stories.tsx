import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fireEvent } from 'storybook/test';
import { IntervalCalculator } from './IntervalCalculator.js';

const meta = { title: 'Guides/Interval calculator', component: IntervalCalculator } satisfies Meta<
  typeof IntervalCalculator
>;

export default meta;

/** Part of the guide to choosing the interval. */
export const Calculator: StoryObj<typeof meta> = {
  play: async ({ canvas }) => {
    await expect(canvas.getByText('A dead connection is noticed within 100 s.')).toBeVisible();
    await fireEvent.change(canvas.getByRole('slider', { name: /Interval/ }), { target: { value: '60' } });
    await expect(canvas.getByText(/Too long for Heroku \(55 s\), nginx \(60 s\), AWS ALB/)).toBeVisible();
    await fireEvent.change(canvas.getByRole('slider', { name: /Interval/ }), { target: { value: '25' } });
  },
};
