/** Waits until a condition holds, looking every few milliseconds; fails with what was awaited. */
export async function waitFor(what: string, condition: () => unknown, timeoutMs = 20_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`waited ${timeoutMs} ms in vain: ${what}`);
    await sleep(5);
  }
}

/** For what must not happen, where there is nothing to wait for: long enough to see it if it did. */
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
