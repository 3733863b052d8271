import { screen } from '@testing-library/react';
import { createRef } from 'react';
import { describe, expect, it } from 'vitest';
import { ConnectionIndicator } from '../../../src/components/index.js';
import type { ConnectionStatus } from '../../../src/machine/status.js';
import { open, renderConnected } from '../../support/react/components.js';

const words: [ConnectionStatus, string][] = [
  ['idle', 'Not connected'],
  ['connecting', 'Connecting'],
  ['open', 'Connected'],
  ['degraded', 'Unstable'],
  ['reconnecting', 'Reconnecting'],
  ['offline', 'Offline'],
  ['paused', 'Paused'],
  ['failed', 'Disconnected'],
  ['closed', 'Disconnected'],
];

describe('ConnectionIndicator', () => {
  it.each(words)('has a state and a friendly word for %s: %s', (status, word) => {
    const { container } = renderConnected(<ConnectionIndicator />, { status });
    expect(screen.getByText(word)).toBeTruthy();
    expect(container.querySelector('[data-heartbeat=indicator]')?.getAttribute('data-status')).toBe(status);
  });

  it('tells the latency and since when, and no latency once the connection is gone', () => {
    const since = new Date(2030, 0, 1, 14, 2).getTime();
    const labels = { indicator: { since: (at: number) => `since ${new Date(at).getHours()}` } };
    const latency = { lastMs: 30, smoothedMs: 18.4, jitterMs: 1 };
    const { set } = renderConnected(<ConnectionIndicator labels={labels} />, open({ since, latency }));
    expect(screen.getByTitle('18 ms · since 14')).toBeTruthy();
    set({ status: 'reconnecting' });
    expect(screen.getByTitle('since 14')).toBeTruthy();
    set({ status: 'idle', since: null });
    expect(screen.queryByTitle(/./)).toBeNull();
  });

  it('writes the time in the format of the locale', () => {
    renderConnected(<ConnectionIndicator />, open({ since: Date.now() }));
    expect(screen.getByTitle(/^since \d{1,2}:\d\d/)).toBeTruthy();
  });

  it('passes on ref, attributes and styling', () => {
    const ref = createRef<HTMLSpanElement>();
    renderConnected(
      <ConnectionIndicator ref={ref} id="line" style={({ status }) => ({ order: status === 'open' ? 1 : 2 })} />,
      open(),
    );
    expect(ref.current?.id).toBe('line');
    expect(ref.current?.style.order).toBe('1');
  });
});
