import type { Page } from 'playwright';

type Watched = Window & { bannersSeen: number };

/** Counts the banners that a page shows from now on, however short: it sees every change of the document. */
export async function watchBanners(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const watched = window as unknown as Watched;
    watched.bannersSeen = 0;
    const count = (): void => {
      if (document.querySelector('[data-heartbeat="banner"]')) watched.bannersSeen += 1;
    };
    new MutationObserver(count).observe(document.body, { childList: true, subtree: true });
    count();
  });
  return () => page.evaluate(() => (window as unknown as Watched).bannersSeen);
}
