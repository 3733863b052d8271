import type { Meta, StoryObj } from '@storybook/react-vite';
import { useEffect } from 'react';
import { expect, userEvent, waitFor } from 'storybook/test';
import type { FakeGateway } from '../src/testing/index.js';
import { LivePage } from './LivePage.js';

interface Weather {
  /** One way, ms. */
  latencyMs: number;
  /** Per cent of the gateway's frames. */
  lossPercent: number;
  /** Nothing gets through. */
  silent: boolean;
  /** Dials are refused. */
  refusing: boolean;
}

const range = (max: number, step: number) => ({ control: { type: 'range' as const, min: 0, max, step } });

const meta = {
  title: 'Chaos playground',
  parameters: { layout: 'fullscreen' },
  tags: ['unpictured'],
  args: { latencyMs: 20, lossPercent: 0, silent: false, refusing: false },
  argTypes: { latencyMs: range(3_000, 10), lossPercent: range(100, 5) },
  render: (weather) => <LivePage>{(gateway) => <Controls gateway={gateway} weather={weather} />}</LivePage>,
} satisfies Meta<Weather>;

export default meta;

function Controls({ gateway, weather }: { gateway: FakeGateway; weather: Weather }) {
  const { latencyMs, lossPercent, silent, refusing } = weather;
  useEffect(() => {
    gateway.delay(latencyMs);
    gateway.lose(lossPercent / 100, Math.random);
    if (silent) gateway.silence();
    else gateway.speak();
    if (refusing) gateway.refuse();
    else gateway.accept();
  }, [gateway, latencyMs, lossPercent, silent, refusing]);
  return (
    <div className="page-row">
      <button type="button" onClick={() => gateway.drop()}>
        Kill
      </button>
      <button type="button" onClick={() => gateway.restart(4_000)}>
        Restart
      </button>
      <button type="button" onClick={() => gateway.close(4403)}>
        Refuse for good
      </button>
    </div>
  );
}

/** Move the sliders below, and watch what a person would see. */
export const Weather: StoryObj<typeof meta> = {
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByText('open')).toBeVisible());
    await userEvent.click(canvas.getByRole('button', { name: 'Refuse for good' }));
    await waitFor(() => expect(canvas.getByText('Connection refused')).toBeVisible());
  },
};

/** Half of the pongs get lost: beats are missed, and the connection is degraded now and then. */
export const Lossy: StoryObj<typeof meta> = {
  args: { lossPercent: 50 },
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getAllByText('ping.sent')[0]).toBeInTheDocument());
  },
};
