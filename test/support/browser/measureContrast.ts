import type { Page } from 'playwright';

/** A piece of text on the page, as a person sees it. */
export interface Contrast {
  readonly text: string;
  readonly ratio: number;
}

/**
 * Measures the contrast of every text that is shown inside of `[data-heartbeat]`: the browser itself paints the backgrounds
 * on top of each other, and the text on them, whatever notation the colours are in.
 */
export const measureContrast = (page: Page): Promise<Contrast[]> =>
  page.evaluate(() => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    if (!canvas) throw new Error('there is no canvas');
    const paint = (colour: string): void => {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
    };
    const luminance = (): number => {
      const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) => {
        const part = byte / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const ancestors = (element: Element | null): Element[] =>
      element ? [...ancestors(element.parentElement), element] : [];
    const seen: { text: string; ratio: number }[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement: element, data } = walker.currentNode as Text;
      if (!data.trim() || !element?.closest('[data-heartbeat]') || !element.checkVisibility()) continue;
      if (element.closest('[data-heartbeat=live]')) continue;
      paint('white');
      for (const each of ancestors(element)) paint(getComputedStyle(each).backgroundColor);
      const below = luminance();
      paint(getComputedStyle(element).color);
      const text = luminance();
      seen.push({ text: data, ratio: (Math.max(below, text) + 0.05) / (Math.min(below, text) + 0.05) });
    }
    return seen;
  });
