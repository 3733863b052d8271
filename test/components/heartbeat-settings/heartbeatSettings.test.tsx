import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { createHeartbeatSocket } from '../../../src/client/index.js';
import { HeartbeatSettings, toTradeOff } from '../../../src/components/index.js';
import { createScriptedSocket } from '../../../src/testing/index.js';
import { open, renderConnected } from '../../support/react/components.js';

it('shows the trade-off of what is typed, and applies it to the live connection', async () => {
  const socket = createScriptedSocket(open());
  const configured = vi.fn<(timing: object) => void>();
  renderConnected(<HeartbeatSettings socket={{ ...socket, configure: configured }} />);
  const interval = screen.getByRole('textbox', { name: 'Interval in seconds' });
  await userEvent.clear(interval);
  await userEvent.type(interval, '10');
  expect(screen.getByText('6 pings per minute')).toBeDefined();
  expect(screen.getByText('28.8 kB per hour')).toBeDefined();
  expect(screen.getByText('Failure noticed within 85 s')).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'Apply' }));
  expect(configured.mock.calls).toEqual([[{ intervalMs: 10_000, timeoutMs: 75_000 }]]);
});

it('does not apply invalid values, and says why', async () => {
  const { socket } = renderConnected(<HeartbeatSettings />, open());
  const timeout = screen.getByRole('textbox', { name: 'Timeout in seconds' });
  await userEvent.clear(timeout);
  await userEvent.click(screen.getByRole('button', { name: 'Apply' }));
  expect(socket.calls).toEqual([]);
  expect(timeout.getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByText('Enter whole seconds, 1 or more.')).toBeDefined();
});

// 2.03 and 4.35 seconds, and others, are no exact numbers of binary floating point.
it.each([2_030, 1_001, 4_350, 8_140])(
  'keeps a timing of the gateway with fractions of a second: %i ms',
  async (intervalMs) => {
    const socket = createScriptedSocket(
      open({ settings: { intervalMs, timeoutMs: 75_000, source: 'gateway', version: 2 } }),
    );
    const configured = vi.fn<(timing: object) => void>();
    const { container } = renderConnected(<HeartbeatSettings socket={{ ...socket, configure: configured }} />);
    expect(container.querySelector('form')?.hasAttribute('data-changed')).toBe(false);
    const timeout = screen.getByRole('textbox', { name: 'Timeout in seconds' });
    await userEvent.clear(timeout);
    await userEvent.type(timeout, '60');
    await userEvent.click(screen.getByRole('button', { name: 'Apply' }));
    expect(configured.mock.calls).toEqual([[{ intervalMs, timeoutMs: 60_000 }]]);
  },
);

it('shows nothing where the connection has no heartbeats', () => {
  const socket = createHeartbeatSocket(null, { heartbeat: false });
  expect(renderConnected(<HeartbeatSettings socket={socket} />).container.querySelector('form')).toBeNull();
});

it('comes to the same numbers as the README', () => {
  expect(toTradeOff({ intervalMs: 25_000, timeoutMs: 75_000 })).toEqual({
    pingsPerMinute: 2.4,
    bytesPerHour: 11_520,
    noticedWithinMs: 100_000,
  });
});
