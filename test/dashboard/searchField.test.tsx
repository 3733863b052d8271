import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { AppliedSearchField } from '../../src/dashboard/shell/SearchField.js';

afterEach(() => vi.useRealTimers());

function show() {
  vi.useFakeTimers();
  const applied: string[] = [];
  // A new function at each drawing, as screens hand one in.
  const field = (value = '') => (
    <AppliedSearchField label="Find" placeholder="" value={value} onChange={(text) => applied.push(text)} />
  );
  const { rerender } = render(field());
  const box = screen.getByRole('searchbox', { name: 'Find' });
  const draw = (value?: string) => rerender(field(value));
  const pass = (ms: number): void => act(() => void vi.advanceTimersByTime(ms));
  return { applied, box, draw, pass, type: (value: string) => fireEvent.change(box, { target: { value } }) };
}

it('applies what is typed once the typing stops, however often the screen is drawn meanwhile', () => {
  const { applied, draw, pass, type } = show();
  type('heart');
  pass(200);
  type(' heartbeat.* ');
  for (let drawing = 0; drawing < 10; drawing += 1) {
    pass(100);
    draw();
  }
  expect(applied).toEqual(['heartbeat.*']);
});

it('shows what another address applies, and does not apply it again', () => {
  const { applied, box, draw, pass } = show();
  draw('10.20');
  expect(box).toHaveProperty('value', '10.20');
  pass(1_000);
  expect(applied).toEqual([]);
});
