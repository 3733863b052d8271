import type { ConnectionCause } from '../../protocol/events.js';

/** The closes after which graphql-ws does not try again: its `shouldRetryConnectOrThrow`. */
const FATAL = new Set([4004, 4005, 4400, 4401, 4406, 4409, 4429, 4500]);
const RETRIED = new Set([1001, 1005, 1006, 1012, 1013, 1014]);
const TERMINATED = 4499;

/** Whether graphql-ws gives up after a close with this code, whatever its options. */
export const isFatal = (code: number): boolean => FATAL.has(code) || (code < 2000 && !RETRIED.has(code));

/** What a close code of graphql-ws says about the cause; undefined where it says no more than any other. */
export function causeOfGraphqlWs(code: number): ConnectionCause | undefined {
  // It terminates for no reason of its own: the app does, when no pong came.
  if (code === TERMINATED) return 'heartbeat-timeout';
  if (code === 4401) return 'auth';
  if (code === 4403) return 'refused';
  return code >= 4004 && code <= 4504 && code !== 4408 && code !== 4418 ? 'refused' : undefined;
}
