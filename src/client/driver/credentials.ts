import type { MachineEvent } from '../../machine/event.js';
import { messageOf } from '../../protocol/messageOf.js';

/**
 * Refreshes credentials, one refresh at a time: a socket that asks while a refresh runs gets the answer of that
 * refresh.
 * @returns refreshes for a socket, and dispatches the outcome
 */
export function createCredentials(
  refresh: () => void | Promise<void>,
  dispatch: (event: MachineEvent) => void,
): (socketId: number) => void {
  /** The socket that waits for the refresh that runs. */
  let waiting: number | null = null;

  const settled = (): number => {
    const socketId = waiting ?? 0;
    waiting = null;
    return socketId;
  };

  return (socketId) => {
    const isRunning = waiting !== null;
    waiting = socketId;
    if (isRunning) return;
    new Promise((resolve) => resolve(refresh())).then(
      () => dispatch({ type: 'auth.renewed', socketId: settled() }),
      (error: unknown) => dispatch({ type: 'auth.rejected', socketId: settled(), message: messageOf(error) }),
    );
  };
}
