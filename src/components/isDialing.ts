import type { ConnectionSnapshot } from './types.js';

/** Whether a dial is under way: on the way to `open`, with nothing to wait for. */
export function isDialing({ status, nextRetryAt }: ConnectionSnapshot): boolean {
  return nextRetryAt === null && (status === 'connecting' || status === 'reconnecting' || status === 'offline');
}
