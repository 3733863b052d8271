import { screen } from '@testing-library/react';
import { createRef } from 'react';
import { describe, expect, it } from 'vitest';
import { ConnectionIndicator } from '../../src/components/index.js';
import type { ConnectionStatus } from '../../src/machine/status.js';
import { open, renderConnected } from '../support/react/components.js';

const statuses: ConnectionStatus[] = [
  'idle',
  'connecting',
  'open',
  'degraded',
  'reconnecting',
  'offline',
  'paused',
  'failed',
  'closed',
];

describe('ConnectionIndicator', () => {
  it.each(statuses)('has the word and the state for %s', (status) => {
    const { container } = renderConnected(<ConnectionIndicator />, { status });
    expect(screen.getByText(status)).toBeTruthy();
    expect(container.querySelector('[data-heartbeat=indicator]')?.getAttribute('data-status')).toBe(status);
  });

  it('tells latency and since when, and no latency of a connection that is gone', () => {
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

  it('says since when in the words of the place', () => {
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
