import { act, render } from '@testing-library/react';
import { Profiler, type ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useRetryCountdown } from '../../src/react/useRetryCountdown.js';
import { createScriptedSocket, type ScriptedSocket } from '../../src/testing/createScriptedSocket.js';

let socket: ScriptedSocket;
let renders: ReturnType<typeof vi.fn>;

const Countdown = (): ReactNode => <p>{String(useRetryCountdown(socket))}</p>;
const show = (): HTMLElement =>
  render(
    <Profiler id="countdown" onRender={renders as () => void}>
      <Countdown />
    </Profiler>,
  ).container;
const waitingFor = (ms: number): void =>
  act(() => socket.set({ status: 'reconnecting', nextRetryAt: Date.now() + ms }));
const pass = (ms: number): void => act(() => void vi.advanceTimersByTime(ms));

beforeEach(() => {
  vi.useFakeTimers();
  socket = createScriptedSocket();
  renders = vi.fn();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('the retry countdown', () => {
  it('is null while no attempt is waiting', () => {
    const container = show();
    expect(container.textContent).toBe('null');
    waitingFor(3_000);
    expect(container.textContent).toBe('3');
    act(() => socket.set({ nextRetryAt: null }));
    expect(container.textContent).toBe('null');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('counts whole seconds down to 0, never up, never below', () => {
    const container = show();
    waitingFor(2_400);
    const seen = [Number(container.textContent)];
    for (let passed = 0; passed < 4_000; passed += 50) {
      pass(50);
      seen.push(Number(container.textContent));
    }
    expect([...new Set(seen)]).toEqual([3, 2, 1, 0]);
    expect(seen).toEqual(seen.toSorted((a, b) => b - a));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('changes at whole seconds, and renders at most once a second', () => {
    const container = show();
    waitingFor(10_400);
    renders.mockClear();
    pass(399);
    expect(container.textContent).toBe('11');
    pass(1);
    expect(container.textContent).toBe('10');
    for (let passed = 0; passed < 5_000; passed += 100) pass(100);
    expect(container.textContent).toBe('5');
    expect(renders).toHaveBeenCalledTimes(6);
  });

  it('stops ticking while the page is hidden, and is right again as soon as it is shown', () => {
    const container = show();
    waitingFor(700_000);
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    act(() => void document.dispatchEvent(new Event('visibilitychange')));
    expect(vi.getTimerCount()).toBe(0);
    renders.mockClear();
    pass(600_000);
    expect(renders).not.toHaveBeenCalled();
    hidden.mockReturnValue(false);
    act(() => void document.dispatchEvent(new Event('visibilitychange')));
    expect(container.textContent).toBe('100');
  });

  it('leaves no timer behind', () => {
    const { unmount } = render(<Countdown />);
    waitingFor(5_000);
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });
});
