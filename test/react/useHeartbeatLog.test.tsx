import { act, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useHeartbeatLog } from '../../src/react/index.js';
import { renderWithConnection } from '../../src/testing/index.js';

beforeEach(
  () =>
    void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'] }),
);
afterEach(() => void vi.useRealTimers());

const frame = (): void => act(() => void vi.advanceTimersByTime(17));

it('returns all records, and renders once a frame', () => {
  const renders: unknown[] = [];
  const Log = (): ReactNode => {
    const records = useHeartbeatLog();
    renders.push(0);
    return records.map(({ seq }) => seq).join(' ');
  };
  const { socket, container } = renderWithConnection(<Log />, { render });
  const before = renders.length;
  for (let seq = 1; seq <= 5; seq += 1) {
    socket.record({ kind: 'ping.sent', at: 0, seq, side: 'client', gatewayId: null, connectionId: null });
  }
  expect(renders).toHaveLength(before);
  frame();
  expect([renders.length, container.textContent]).toEqual([before + 1, '1 2 3 4 5']);
});
