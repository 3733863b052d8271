import type { Driver } from './driver/driver.js';
import type { CheckResult } from './heartbeatSocket.js';

/** Makes `socket.check`: one probe however many ask, answered by its pong, by any other life, or by the silence after it. */
export function createCheck(driver: Driver, hasHeartbeat: boolean): () => Promise<CheckResult> {
  let pending: Promise<CheckResult> | undefined;

  const ask = (): Promise<CheckResult> =>
    new Promise((resolve) => {
      const answer = (alive: boolean, rttMs: number | null): void => {
        undo.forEach((stop) => stop());
        pending = undefined;
        resolve({ alive, rttMs });
      };
      const undo = [
        driver.messages.add(() => answer(true, null)),
        driver.events.add((record) => {
          if (record.kind === 'pong.received') answer(true, record.rttMs ?? null);
          if (record.kind === 'heartbeat.missed' || record.kind === 'connection.closed') answer(false, null);
        }),
      ];
      driver.dispatch({ type: 'user.checked' });
    });

  return () => {
    if (!hasHeartbeat) {
      return Promise.reject(
        new Error('heartbeat-socket: check() asks with a heartbeat, and `heartbeat` is false here.'),
      );
    }
    if (driver.state.phase !== 'open') return Promise.resolve({ alive: false, rttMs: null });
    return (pending ??= ask());
  };
}
