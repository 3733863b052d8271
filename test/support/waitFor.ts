/** Waits until a condition holds, looking every few milliseconds; fails with what was awaited. */
export async function waitFor(
  what: string,
  holds: () => boolean | Promise<boolean>,
  timeoutMs = 10_000,
): Promise<void> {
  const until = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > until) throw new Error(`waited ${timeoutMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** For what must not happen: long enough to see it if it did. */
export const quietly = (ms = 150): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
