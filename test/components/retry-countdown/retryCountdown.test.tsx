import { screen } from '@testing-library/react';
import { createRef } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RetryCountdown } from '../../../src/components/index.js';
import { advance, failed, lost, open, renderConnected } from '../../support/react/components.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('RetryCountdown', () => {
  it('counts whole seconds down to one, then says "Connecting…"', () => {
    const { container } = renderConnected(<RetryCountdown />, lost({ nextRetryAt: Date.now() + 4_300 }));
    const seen: string[] = [container.textContent];
    for (let step = 0; step < 60; step += 1) {
      advance(100);
      if (seen.at(-1) !== container.textContent) seen.push(container.textContent);
    }
    expect(seen).toEqual([
      'Retrying in 5 s',
      'Retrying in 4 s',
      'Retrying in 3 s',
      'Retrying in 2 s',
      'Retrying in 1 s',
      'Connecting…',
    ]);
  });

  it('starts over with the next attempt', () => {
    const { set, container } = renderConnected(<RetryCountdown ring />, lost({ nextRetryAt: null }));
    expect(container.textContent).toBe('Connecting…');
    set(lost({ attempt: 4, nextRetryAt: Date.now() + 12_000 }));
    expect(container.textContent).toBe('Retrying in 12 s');
    expect(container.querySelector('circle:last-child')?.getAttribute('stroke-dasharray')).toBe('100 100');
    // The arc runs to here within the second, and is empty when the last second ends.
    advance(8_500);
    expect(container.textContent).toBe('Retrying in 4 s');
    expect(
      Number.parseFloat(container.querySelector('circle:last-child')?.getAttribute('stroke-dasharray') ?? ''),
    ).toBeCloseTo((100 * 3) / 11);
    advance(3_000);
    expect(container.querySelector('circle:last-child')?.getAttribute('stroke-dasharray')).toBe('0 100');
  });

  it.each([open(), failed(), { status: 'idle' as const }, { status: 'paused' as const }])(
    'renders nothing while no attempt is waiting: %o',
    (snapshot) => {
      const { container } = renderConnected(<RetryCountdown />, snapshot);
      expect(container.innerHTML).toBe('');
    },
  );

  it.each([true, 'number'] as const)('is a timer, which is read and never announced: ring=%s', (ring) => {
    const { set } = renderConnected(<RetryCountdown ring={ring} />, lost());
    const timer = screen.getByRole('timer');
    expect(timer.getAttribute('aria-label') ?? timer.textContent).toBe('Retrying in 5 s');
    expect(timer.textContent).toBe(ring === 'number' ? '5' : 'Retrying in 5 s');
    expect(timer.closest('[aria-live], [aria-hidden]')).toBeNull();
    set({ nextRetryAt: null });
    expect(timer.getAttribute('aria-label') ?? timer.textContent).toBe('Connecting…');
  });

  it('passes on ref, attributes and styling, and has its phase in an attribute', () => {
    const ref = createRef<HTMLSpanElement>();
    const { set } = renderConnected(
      <RetryCountdown
        ref={ref}
        id="next"
        className={({ phase, seconds }) => `${phase}-${seconds}`}
        labels={{ countdown: { waiting: (seconds) => `noch ${seconds}` } }}
      />,
      lost(),
    );
    expect(ref.current?.id).toBe('next');
    expect(ref.current?.className).toBe('waiting-5');
    expect(ref.current?.dataset).toMatchObject({ heartbeat: 'countdown', phase: 'waiting' });
    expect(ref.current?.textContent).toBe('noch 5');
    set({ nextRetryAt: null });
    expect(ref.current?.dataset['phase']).toBe('dialing');
  });
});
