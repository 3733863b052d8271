import type { MachineEvent } from '../../machine/event.js';
import { messageOf } from '../../protocol/messageOf.js';

/**
 * Refreshes credentials, one refresh at a time: a socket that asks while one runs gets its answer.
 * @returns refreshes for a socket, and dispatches the outcome
 */
export function createCredentials(
  refresh: () => void | Promise<void>,
  dispatch: (event: MachineEvent) => void,
): (socketId: number) => void {
  /** The socket that waits for the refresh that runs. */
  let waiting: number | null = null;

  const settle = (toEvent: (socketId: number) => MachineEvent): void => {
    const socketId = waiting ?? 0;
    waiting = null;
    dispatch(toEvent(socketId));
  };

  return (socketId) => {
    const isRunning = waiting !== null;
    waiting = socketId;
    if (isRunning) return;
    new Promise((resolve) => resolve(refresh())).then(
      () => settle((id) => ({ type: 'auth.renewed', socketId: id })),
      (error: unknown) => settle((id) => ({ type: 'auth.rejected', socketId: id, message: messageOf(error) })),
    );
  };
}
