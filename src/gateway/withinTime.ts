import type { GatewayClock } from './clock.js';

/** Answers that stand for one that does not come. */
export interface Otherwise<Answer> {
  /** The function took too long. */
  readonly late: Answer;
  /** The function threw or rejected. The error is not recorded, because it may hold the token it complains about. */
  readonly failed: Answer;
}

/** Asks a function of the application, which may answer at once, later, never, or by throwing. */
export function withinTime<Answer>(
  ask: () => Promise<Answer>,
  clock: GatewayClock,
  timeoutMs: number,
  { late, failed }: Otherwise<Answer>,
): Promise<Answer> {
  return new Promise((resolve) => {
    const timer = clock.setTimeout(() => resolve(late), timeoutMs);
    const settle = (answer: Answer): void => {
      clock.clearTimeout(timer);
      resolve(answer);
    };
    ask().then(settle, () => settle(failed));
  });
}
