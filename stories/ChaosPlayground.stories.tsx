import type { Meta, StoryObj } from '@storybook/react-vite';
import { useEffect } from 'react';
import { expect, userEvent, waitFor } from 'storybook/test';
import type { FakeGateway } from '../src/testing/index.js';
import { LivePage } from './LivePage.js';

interface Faults {
  /** One way, ms. */
  latencyMs: number;
  /** How many of the gateway's frames get lost, per cent. */
  lossPercent: number;
  /** Nothing gets through. */
  silent: boolean;
  /** The gateway refuses new connections. */
  refusing: boolean;
}

const range = (max: number, step: number) => ({ control: { type: 'range' as const, min: 0, max, step } });

const meta = {
  title: 'Start/Chaos playground',
  parameters: { layout: 'fullscreen' },
  tags: ['unpictured', '!autodocs'],
  args: { latencyMs: 20, lossPercent: 0, silent: false, refusing: false },
  argTypes: { latencyMs: range(3_000, 10), lossPercent: range(100, 5) },
  render: (faults) => <LivePage>{(gateway) => <Controls gateway={gateway} faults={faults} />}</LivePage>,
} satisfies Meta<Faults>;

export default meta;

function Controls({ gateway, faults }: { gateway: FakeGateway; faults: Faults }) {
  const { latencyMs, lossPercent, silent, refusing } = faults;
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

/** Move the sliders below and watch what a person would see. */
export const Playground: StoryObj<typeof meta> = {
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByText('Connected')).toBeVisible());
    await userEvent.click(canvas.getByRole('button', { name: 'Refuse for good' }));
    await waitFor(() => expect(canvas.getByText('Connection refused')).toBeVisible());
  },
};

/** Half of the pongs get lost, so heartbeats are missed and the connection is degraded now and then. */
export const Lossy: StoryObj<typeof meta> = {
  args: { lossPercent: 50 },
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getAllByText('ping.sent')[0]).toBeInTheDocument());
  },
};
