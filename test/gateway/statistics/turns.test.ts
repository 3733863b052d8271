import { expect, it } from 'vitest';
import { inTurns } from '../../../src/gateway/statistics/turns.js';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';

it('long work lets others pass once it has lasted a few milliseconds, and not before', async () => {
  const clock = createGatewayClock();
  let passed = 0;
  const nextTurn = inTurns(clock);
  setImmediate(() => (passed += 1));
  await nextTurn();
  expect(passed).toBe(0);
  clock.drift(5);
  await nextTurn();
  expect(passed).toBe(1);
  setImmediate(() => (passed += 1));
  await nextTurn();
  expect(passed).toBe(1);
});
