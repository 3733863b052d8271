import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { LatencyMeter } from '../../../src/components/index.js';
import { open, renderConnected } from '../../support/react/components.js';

it.each([
  [80, 'good', 3],
  [200, 'fair', 2],
  [900, 'poor', 1],
])('%i ms is %s', (smoothedMs, level, lit) => {
  renderConnected(<LatencyMeter />, open({ latency: { lastMs: 1, smoothedMs, jitterMs: 0 } }));
  const meter = screen.getByRole('meter', { name: 'Latency' });
  expect(meter.dataset['level']).toBe(level);
  expect(meter.getAttribute('aria-valuetext')).toBe(`${smoothedMs} ms, ${level}`);
  expect(meter.querySelectorAll('[data-lit]')).toHaveLength(lit);
});
