import { act, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useLastMessage } from '../../src/react/index.js';
import { renderWithConnection } from '../../src/testing/index.js';

beforeEach(
  () =>
    void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'] }),
);
afterEach(() => void vi.useRealTimers());

const frame = (): void => act(() => void vi.advanceTimersByTime(17));

it('returns the newest message once a frame, and undefined before the first', () => {
  const seen: unknown[] = [];
  const Last = (): ReactNode => {
    const data = useLastMessage();
    seen.push(data);
    return null;
  };
  const { socket, unmount } = renderWithConnection(<Last />, { render });
  for (let number = 0; number < 1_000; number += 1) socket.deliver(number);
  frame();
  socket.deliver('next');
  frame();
  expect(seen).toEqual([undefined, 999, 'next']);
  socket.deliver('never shown');
  unmount();
  expect(vi.getTimerCount()).toBe(0);
});
