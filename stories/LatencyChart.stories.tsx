import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, waitFor } from 'storybook/test';
import { LatencyChart } from '../src/components/latency-chart/index.js';
import { outageRecords } from './records.js';
import { logging, showing } from './scripted.js';
import { In, Sheet } from './sheet.js';

const meta = {
  title: 'Parts/LatencyChart',
  component: LatencyChart,
  parameters: { layout: 'padded' },
} satisfies Meta<typeof LatencyChart>;

export default meta;
type Story = StoryObj<typeof meta>;

/** The network gets worse, a heartbeat is missed, the connection is lost and comes back; and before the first answer. */
export const EveryState: Story = {
  render: (args) => (
    <div style={{ inlineSize: 'min(34rem, 100vw - 2rem)' }}>
      <Sheet
        of={{
          'An outage': (
            <In snapshot={{ status: 'open' }} records={outageRecords}>
              <LatencyChart {...args} style={{ inlineSize: 'min(34rem, 100vw - 2rem)' }} />
            </In>
          ),
          'No answer yet': (
            <In snapshot={{ status: 'connecting' }}>
              <LatencyChart {...args} height={90} style={{ inlineSize: 'min(34rem, 100vw - 2rem)' }} />
            </In>
          ),
        }}
      />
    </div>
  ),
  play: async ({ canvas, canvasElement }) => {
    await waitFor(() => expect(canvasElement.querySelectorAll('canvas')).toHaveLength(2));
    const summary = /Latency: 16 answers between 19 and 184 ms, 1 missed/;
    await expect(canvas.getByRole('img', { name: summary })).toBeVisible();
    await expect(canvas.getByRole('img', { name: 'Latency: no answer yet' })).toBeVisible();
  },
};

/** How many pixels of the canvas are drawn in its first and in its last column: what the edges cut. */
function cutPixels(canvas: HTMLCanvasElement): number[] {
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
  const isDrawn = (x: number, y: number): boolean => data[4 * (y * width + x) + 3] !== 0;
  const rows = [...Array(height).keys()];
  return [0, width - 1].map((x) => rows.filter((y) => isDrawn(x, y)).length);
}

/** In a narrow window, and where a time of day takes the most room. */
export const Narrow: Story = {
  tags: ['unpictured', '!autodocs'],
  parameters: { ...showing({ status: 'open' }), ...logging(outageRecords) },
  args: { style: { inlineSize: '18rem' } },
  beforeEach: () => {
    const { DateTimeFormat } = Intl;
    Intl.DateTimeFormat = new Proxy(DateTimeFormat, { construct: (Format, [, how]) => new Format('en-US', how) });
    return () => {
      Intl.DateTimeFormat = DateTimeFormat;
    };
  },
  play: async ({ canvasElement }) => {
    const drawing = await waitFor(() => {
      const canvas = canvasElement.querySelector('canvas');
      if (!canvas) throw new Error('not drawn yet');
      return canvas;
    });
    const { data } = drawing.getContext('2d')!.getImageData(0, 0, drawing.width, drawing.height);
    await expect(data.some((value) => value !== 0)).toBe(true);
    await expect(cutPixels(drawing)).toEqual([0, 0]);
  },
};

export const AnOutage: Story = {
  tags: ['unpictured'],
  parameters: { ...showing({ status: 'open' }), ...logging(outageRecords) },
};
