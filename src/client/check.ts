import type { Driver } from './driver/driver.js';
import type { CheckResult } from './heartbeatSocket.js';

/** Makes `socket.check`: one probe however many ask, answered by its pong, by any other frame, or by the silence after it. */
export function createCheck(driver: Driver): () => Promise<CheckResult> {
  let pending: Promise<CheckResult> | undefined;

  const ask = (): Promise<CheckResult> =>
    new Promise((resolve) => {
      const answer = (alive: boolean | null, rttMs: number | null): void => {
        undo.forEach((stop) => stop());
        pending = undefined;
        resolve({ alive, rttMs });
      };
      const undo = [
        driver.onMessage.add(() => answer(true, null)),
        driver.onFact.add(({ kind, details }) => {
          if (kind === 'pong.received') answer(true, details.rttMs ?? null);
          if (kind === 'ping.received') answer(true, null);
          if (kind === 'heartbeat.unanswered') answer(null, null);
          if (kind === 'heartbeat.missed' || kind === 'connection.closed') answer(false, null);
        }),
      ];
      driver.dispatch({ type: 'user.checked' });
    });

  return async () => {
    if (driver.state.heartbeat === 'off') {
      throw new Error('heartbeat-socket: check() needs heartbeats, and `heartbeat` is false here.');
    }
    if (driver.state.phase !== 'open') return { alive: false, rttMs: null };
    // It is asked all the same: the moment it answers, it is judged.
    if (driver.state.heartbeat === 'unanswered') {
      driver.dispatch({ type: 'user.checked' });
      return { alive: null, rttMs: null };
    }
    return (pending ??= ask());
  };
}
