import { expect, it } from 'vitest';
import { createTrace } from '../../src/client/index.js';
import {
  graphqlWsRetry,
  observe,
  phoenixReconnectAfterMs,
  signalRRetryPolicy,
  type ObserveOptions,
} from '../../src/observe/index.js';

const client: ObserveOptions = { subscribe: () => () => {}, getStatus: () => 'open', reconnect: () => {} };
const LONGEST = 2_147_483_647;

it.each<[string, () => unknown, string]>([
  // The first wait would be longer than a timer holds, and end after 1 ms.
  ['graphqlWsRetry', () => graphqlWsRetry({ minDelayMs: LONGEST }), 'minDelayMs must be'],
  ['phoenixReconnectAfterMs', () => phoenixReconnectAfterMs({ minDelayMs: LONGEST - 29_999 }), 'minDelayMs must be'],
  ['signalRRetryPolicy', () => signalRRetryPolicy({ minDelayMs: LONGEST }), 'minDelayMs must be'],
  ['signalRRetryPolicy', () => signalRRetryPolicy({ maxAttempts: NaN }), 'maxAttempts must be an integer from 0'],
  ['signalRRetryPolicy', () => signalRRetryPolicy({ maxAttempts: -1 }), 'maxAttempts must be an integer from 0'],
  ['observe', () => observe({ ...client, maxAttempts: NaN }), 'maxAttempts must be an integer from 0'],
  ['observe', () => observe({ ...client, maxAttempts: '3' as never }), 'maxAttempts must be an integer from 0'],
  ['createTrace', () => createTrace(NaN), 'createTrace(capacity) must be an integer from 1'],
  ['createTrace', () => createTrace(0), 'createTrace(capacity) must be an integer from 1'],
])('%s refuses a number that makes no sense, and names it', (_, make, message) => {
  expect(make).toThrow(`heartbeat-socket: ${message}`);
});

it('takes attempts without end, and none', () => {
  expect(signalRRetryPolicy({ maxAttempts: 0 }).nextRetryDelayInMilliseconds({ previousRetryCount: 0 })).toBeNull();
  expect(observe({ ...client, maxAttempts: Infinity }).store.getState().maxAttempts).toBe(Infinity);
});
