import type { GatewayClock } from '../../../src/gateway/clock.js';
import { createManualClock, type ManualClock } from '../../../src/testing/createManualClock.js';
import { settleOnLoopback } from '../network/settleOnLoopback.js';

/** The manual clock, as a gateway with real sockets needs it. Immediates are the platform's. */
export interface ManualGatewayClock extends Omit<ManualClock, 'advance' | keyof GatewayClock>, GatewayClock {
  /** Lets time pass timer by timer, and sockets be read after each. */
  readonly advance: (ms: number) => Promise<void>;
}

export function createGatewayClock(): ManualGatewayClock {
  const manual = createManualClock();
  const { advance: advanceAtOnce, wallNow } = manual;
  const clock: Omit<ManualClock, 'advance'> = manual;
  return Object.assign(clock, {
    // Timers may be due between two milliseconds; the time of day has none between.
    wallNow: () => Math.floor(wallNow()),
    immediate: (callback: () => void) => void setImmediate(callback),
    advance: async (ms: number) => {
      const end = manual.now() + ms;
      while (manual.nextTimerInMs !== null && manual.now() + manual.nextTimerInMs <= end) {
        advanceAtOnce(manual.nextTimerInMs);
        // oxlint-disable-next-line no-await-in-loop -- the order is the point
        await settleOnLoopback();
      }
      advanceAtOnce(end - manual.now());
      await settleOnLoopback();
    },
  });
}
