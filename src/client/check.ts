import type { Driver } from './driver/driver.js';
import type { CheckResult } from './heartbeatSocket.js';

/** Makes `socket.check`: one probe however many ask, answered by its pong, by any other frame, or by the silence after it. */
export function createCheck(driver: Driver): () => Promise<CheckResult> {
  let pending: Promise<CheckResult> | undefined;

  const ask = (): Promise<CheckResult> =>
    new Promise((resolve) => {
      const answer = (alive: boolean, rttMs: number | null): void => {
        undo.forEach((stop) => stop());
        pending = undefined;
        resolve({ alive, rttMs });
      };
      const undo = [
        driver.onMessage.add(() => answer(true, null)),
        driver.onFact.add(({ kind, details }) => {
          if (kind === 'pong.received') answer(true, details.rttMs ?? null);
          if (kind === 'ping.received') answer(true, null);
          if (kind === 'heartbeat.missed' || kind === 'connection.closed') answer(false, null);
        }),
      ];
      driver.dispatch({ type: 'user.checked' });
    });

  return async () => {
    if (driver.state.heartbeat === 'off') {
      throw new Error('heartbeat-socket: check() needs heartbeats, and `heartbeat` is false here.');
    }
    return driver.state.phase === 'open' ? (pending ??= ask()) : { alive: false, rttMs: null };
  };
}
