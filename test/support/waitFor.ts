/** Waits until a condition holds, looking every few milliseconds; fails with what was awaited, which may say how far it got. */
export async function waitFor(
  what: string | (() => string),
  condition: () => unknown,
  timeoutMs = 20_000,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > end) {
      throw new Error(`waited ${timeoutMs} ms in vain: ${typeof what === 'string' ? what : what()}`);
    }
    await sleep(5);
  }
}

/** For what must not happen, where there is nothing to wait for: long enough to see it if it did. */
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
