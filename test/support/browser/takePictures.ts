// Set-up of the story tests: after each story has been played, its picture is compared with the one that is kept.
import type { ComposedStoryFn } from 'storybook/internal/types';
import { afterEach, beforeEach, expect, inject, vi } from 'vitest';
import { page } from 'vitest/browser';
import { FOLD_AFTER_MS } from '../../../src/components/connection-banner/behaviour/useReach.js';
import { RESTORED_MS, SLOW_MS } from '../../../src/components/connection-banner/model/useBannerModel.js';

const { folder, width, height } = inject('picture');

// The fonts that `scripts/ensure-test-tools.mjs` installs, and no blinking caret: the same pixels on every machine.
const style = document.createElement('style');
style.textContent = `
  body, body * { font-family: 'Liberation Sans', 'DejaVu Sans', 'Droid Sans Fallback' !important; caret-color: transparent !important; }
  [data-heartbeat='log-rows'] * { font-family: 'Liberation Mono', 'DejaVu Sans Mono' !important; }
  body.padded { padding: 1rem; }`;
document.head.append(style);
// Storybook's own page has this class, and its stylesheet the colours of the page.
document.body.classList.add('sb-show-main');

/** Lies over the whole window: what of a story is fixed to the window is in the picture too. */
const frame = document.createElement('div');
frame.style.cssText = 'position: fixed; inset: 0; pointer-events: none';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1, 12) });
  // "Back online" goes and the banner folds by itself, before a busy machine has taken the picture. A slow first dial is
  // one at once.
  const setTimeout = window.setTimeout.bind(window);
  window.setTimeout = ((run: TimerHandler, ms?: number, ...rest: unknown[]) =>
    ms === RESTORED_MS || ms === FOLD_AFTER_MS
      ? 0
      : setTimeout(run, ms === SLOW_MS ? 0 : ms, ...rest)) as typeof setTimeout;
  return () => {
    window.setTimeout = setTimeout;
    vi.useRealTimers();
  };
});

/** While something moves, text lies on a layer of its own, where its pixels are others. What moves for ever goes on. */
function endAnimations(): void {
  for (const animation of document.getAnimations()) {
    if (Number.isFinite(animation.effect?.getComputedTiming().endTime ?? Infinity)) animation.finish();
  }
}

afterEach(async ({ task, ...context }) => {
  if (task.result?.state === 'fail') return;
  const { id, parameters } = (context as unknown as { story: ComposedStoryFn }).story;
  document.body.classList.toggle('padded', parameters.layout !== 'fullscreen');
  // A panel that is fixed to the window, or a sheet of many, needs a window it fits in.
  const tall = parameters['windowHeight'] as number | undefined;
  await page.viewport(width, tall ?? (id.startsWith('parts-heartbeatdevtools') ? 760 : height));
  // Forced colours show the caret all the same; a field that is read-only has none, and keeps its focus.
  if (document.activeElement instanceof HTMLInputElement) document.activeElement.readOnly = true;
  await document.fonts.ready;
  // A play that set the focus, or a story before this one, may have scrolled.
  window.scrollTo(0, 0);
  endAnimations();
  document.body.append(frame);
  try {
    // oxlint-disable-next-line vitest/no-standalone-expect -- it runs after each test, and fails it
    await expect(frame).toMatchScreenshot(`${folder}/${id.replace('--', '/')}`);
  } finally {
    frame.remove();
  }
});
