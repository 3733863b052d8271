import type { MachineEvent } from '../../machine/event.js';
import { messageOf } from '../../protocol/messageOf.js';

/**
 * Refreshes credentials, one refresh at a time: a socket that asks while a refresh runs gets the answer of that
 * refresh.
 * @param timeoutMs a refresh that takes longer may hang, so the next socket does not wait for it
 * @returns refreshes for a socket, and dispatches the outcome
 */
export function createCredentials(
  refresh: () => void | Promise<void>,
  dispatch: (event: MachineEvent) => void,
  now: () => number,
  timeoutMs: number,
): (socketId: number) => void {
  /** The socket that waits for the refresh that runs. */
  let waiting: number | null = null;
  let startedAt = 0;

  const settled = (): number => {
    const socketId = waiting ?? 0;
    waiting = null;
    return socketId;
  };

  return (socketId) => {
    const at = now();
    const isRunning = waiting !== null && at - startedAt < timeoutMs;
    waiting = socketId;
    if (isRunning) return;
    startedAt = at;
    new Promise((resolve) => resolve(refresh())).then(
      () => dispatch({ type: 'auth.renewed', socketId: settled() }),
      (error: unknown) => {
        // A socket that waits for a newer refresh is not told of an older one that failed.
        if (at === startedAt) dispatch({ type: 'auth.rejected', socketId: settled(), message: messageOf(error) });
      },
    );
  };
}
