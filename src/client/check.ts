import type { Driver } from './driver/driver.js';
import type { CheckResult } from './heartbeatSocket.js';

/**
 * Makes `socket.check`: one probe, however many callers ask. Its pong, any other frame, or the silence after it gives
 * the answer.
 */
export function createCheck(driver: Driver): () => Promise<CheckResult> {
  let pending: Promise<CheckResult> | undefined;

  function ask(): Promise<CheckResult> {
    let undo: (() => void)[] = [];
    return new Promise<CheckResult>((resolve) => {
      const answer = (alive: boolean | null, rttMs: number | null = null): void => resolve({ alive, rttMs });
      undo = [
        driver.onMessage.add(() => answer(true)),
        driver.onFact.add(({ kind, details }) => {
          if (kind === 'pong.received') answer(true, details.rttMs ?? null);
          if (kind === 'ping.received') answer(true);
          if (kind === 'heartbeat.unanswered') answer(null);
          // A connection that ends before it is confirmed is an attempt that failed.
          if (kind === 'heartbeat.missed' || kind === 'connection.closed' || kind === 'connect.failed') answer(false);
        }),
      ];
      driver.dispatch({ type: 'user.checked' });
      // A probe that a listener asks for goes out when the driver is done, which is before the next microtask.
      void Promise.resolve().then(() => {
        const { state } = driver;
        // If the codec had no ping to send, no answer will come. A peer that never answered is asked all the same.
        if (state.phase === 'open' && (state.unansweredAt === null || state.heartbeat === 'unanswered')) answer(null);
      });
    }).finally(() => {
      for (const stop of undo) stop();
      pending = undefined;
    });
  }

  return async () => {
    if (driver.state.heartbeat === 'off') {
      throw new Error('heartbeat-socket: check() needs heartbeats, and `heartbeat` is false here.');
    }
    return driver.state.phase === 'open' ? (pending ??= ask()) : { alive: false, rttMs: null };
  };
}
