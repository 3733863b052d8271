import { drawPulse } from './drawPulse.js';
import { prune, type Pulse } from './pulseModel.js';
import { createScale, spanMs } from './scale.js';
import { readColours } from './tones.js';

/** A person who asked for less motion sees it move once a second. */
const STILL_MS = 1_000;

/**
 * Draws the pulse, frame after frame, while it is on the screen. React renders nothing meanwhile.
 *
 * @returns a function that stops it
 */
export function runPulse(canvas: HTMLCanvasElement, probes: HTMLElement, pulse: Pulse): () => void {
  const context = canvas.getContext('2d');
  if (!context) return () => {};
  const stopping = new AbortController();
  const less = matchMedia('(prefers-reduced-motion: reduce)');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let colours = readColours(probes);
  const { fontFamily: font } = getComputedStyle(probes);
  let size = { width: 0, height: 0 };
  let isOnScreen = true;
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function draw(): void {
    const { width, height } = size;
    if (!context || width === 0) return;
    const now = Date.now();
    prune(pulse, now - spanMs(width) - STILL_MS);
    drawPulse(context, createScale(width, height, now), pulse, { colours, font, isStill: less.matches });
  }

  function next(): void {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    if (!isOnScreen) return;
    draw();
    if (less.matches) timer = setTimeout(next, STILL_MS);
    else frame = requestAnimationFrame(next);
  }

  const resizes = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = canvas;
    size = { width, height };
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    draw();
  });
  const sight = new IntersectionObserver(([entry]) => {
    isOnScreen = entry?.isIntersecting ?? true;
    next();
  });
  const restyle = (): void => {
    colours = readColours(probes);
    next();
  };
  resizes.observe(canvas);
  sight.observe(canvas);
  for (const query of [less, dark]) query.addEventListener('change', restyle, stopping);
  next();
  return () => {
    stopping.abort();
    resizes.disconnect();
    sight.disconnect();
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
