import type { Page } from 'playwright';

/** What the banner showed in one frame, and how long the wait for the next attempt really was. */
export interface CountdownFrame {
  readonly t: number;
  readonly phase: string | null;
  readonly digits: number | null;
  readonly leftMs: number | null;
}

type Watched = Window & { seenFrames: CountdownFrame[]; heartbeat: { retryInMs(): number | null } };

/** Looks at the banner's countdown in every frame from now on. */
export async function watchCountdown(page: Page): Promise<() => Promise<readonly CountdownFrame[]>> {
  await page.evaluate(() => {
    const watched = window as unknown as Watched;
    watched.seenFrames = [];
    const look = (): void => {
      const banner = document.querySelector('[data-heartbeat="banner"]');
      const digits = /\d+/.exec(banner?.querySelector('[data-heartbeat="countdown"]')?.textContent ?? '');
      watched.seenFrames.push({
        t: performance.now(),
        phase: banner?.getAttribute('data-phase') ?? null,
        digits: digits && Number(digits[0]),
        leftMs: watched.heartbeat.retryInMs(),
      });
      requestAnimationFrame(look);
    };
    look();
  });
  return () => page.evaluate(() => (window as unknown as Watched).seenFrames);
}
