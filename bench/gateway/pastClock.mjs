// The machine's clock, moved on by hand at first: so that a gateway has a past before the first measurement.

/** A gateway's clock. `pass(ms)` lets time pass at once, timer by timer. */
export function createPastClock() {
  let passedMs = 0;
  const timers = new Set();
  const now = () => performance.now() + passedMs;
  const arm = (timer) => {
    timer.handle = setTimeout(() => fire(timer), Math.max(0, timer.dueAt - now())).unref();
  };
  const fire = (timer) => {
    if (!timers.delete(timer)) return;
    clearTimeout(timer.handle);
    timer.callback();
  };
  return {
    now,
    wallNow: () => Date.now() + passedMs,
    setTimeout(callback, delayMs) {
      const timer = { callback, dueAt: now() + Math.max(0, delayMs), handle: null };
      timers.add(timer);
      arm(timer);
      return timer;
    },
    clearTimeout(timer) {
      if (timer && timers.delete(timer)) clearTimeout(timer.handle);
    },
    immediate: (callback) => void setImmediate(() => callback()),
    /** Lets time pass in which the process stands still: what was due comes late. */
    sleep(ms) {
      passedMs += ms;
      this.pass(0);
    },
    pass(ms) {
      const until = now() + ms;
      for (;;) {
        const due = [...timers].filter(({ dueAt }) => dueAt <= until).toSorted((a, b) => a.dueAt - b.dueAt)[0];
        passedMs += Math.max(0, (due?.dueAt ?? until) - now());
        if (!due) break;
        fire(due);
      }
      // What was armed before the time passed is due sooner now.
      for (const timer of timers) {
        clearTimeout(timer.handle);
        arm(timer);
      }
    },
  };
}
