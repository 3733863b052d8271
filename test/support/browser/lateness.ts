import type { Page } from 'playwright';

type Watched = Window & { longestFrameMs: number };

/**
 * Watches how late the page itself is: the longest time between two of its frames. A promise of a time can be kept no
 * better than that, and on a busy machine it is long.
 */
export async function watchLateness(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const watched = window as unknown as Watched;
    watched.longestFrameMs = 0;
    let last = performance.now();
    const look = (): void => {
      const now = performance.now();
      watched.longestFrameMs = Math.max(watched.longestFrameMs, now - last);
      last = now;
      requestAnimationFrame(look);
    };
    look();
  });
  return () => page.evaluate(() => (window as unknown as Watched).longestFrameMs);
}
