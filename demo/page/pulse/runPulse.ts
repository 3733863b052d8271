import { drawFlags } from './drawFlags.js';
import { drawPulse } from './drawPulse.js';
import { prune, type Pulse } from './pulseModel.js';
import { AHEAD_MS, createScale, spanMs } from './scale.js';
import { showHeads } from './showHeads.js';
import { readColours } from './tones.js';

/** A person who asked for less motion sees it move once a second. */
const STILL_MS = 1_000;
/** Drawn anew before the end of the paper comes into sight, also where timers are late. */
const REDRAW_MS = AHEAD_MS / 2;

/** The elements of the picture: what is clipped at the head of the line, what is not, and the heads themselves. */
export interface PulseParts {
  readonly lanes: HTMLCanvasElement;
  readonly flags: HTMLCanvasElement;
  /** Clips the lanes. */
  readonly sheet: HTMLElement;
  readonly heads: HTMLElement;
  /** One child for each tone. */
  readonly probes: HTMLElement;
}

export interface RunningPulse {
  /** Draws in the next frame, because the pulse has changed. */
  redraw(): void;
  stop(): void;
}

/**
 * Shows the pulse while it is on the screen. The paper is drawn when something has happened, some seconds ahead as if nothing
 * more would, and the compositor moves it: between two events the page itself does nothing.
 */
export function runPulse({ lanes, flags, sheet, heads, probes }: PulseParts, pulse: Pulse): RunningPulse {
  const papers = [lanes, flags].flatMap((canvas) => {
    const context = canvas.getContext('2d');
    return context ? [{ canvas, context }] : [];
  });
  const [lanesPaper, flagsPaper] = papers;
  const stopping = new AbortController();
  const less = matchMedia('(prefers-reduced-motion: reduce)');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const { fontFamily: font } = getComputedStyle(probes);
  let colours = readColours(probes);
  let size = { width: 0, height: 0 };
  let isOnScreen = true;
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function draw(): void {
    clearTimeout(timer);
    const { width, height } = size;
    if (!isOnScreen || width === 0 || !lanesPaper || !flagsPaper) return;
    const now = Date.now();
    prune(pulse, now - spanMs(width) - STILL_MS);
    const scale = createScale(width, height, now);
    for (const { context } of papers) context.clearRect(0, 0, scale.paperWidth, height);
    drawPulse(lanesPaper.context, scale, pulse, colours);
    drawFlags(flagsPaper.context, scale, pulse.flags, font, colours);
    showHeads(heads, scale, pulse, less.matches);
    for (const { canvas } of papers) move(canvas, scale.headX - scale.paperWidth);
    timer = setTimeout(draw, less.matches ? STILL_MS : REDRAW_MS);
  }

  function move(canvas: HTMLCanvasElement, byPx: number): void {
    for (const animation of canvas.getAnimations()) animation.cancel();
    if (less.matches) return;
    canvas.animate({ transform: ['none', `translateX(${byPx}px)`] }, { duration: AHEAD_MS, fill: 'forwards' });
  }

  function redraw(): void {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(draw);
  }

  const resizes = new ResizeObserver(([entry]) => {
    const { width = 0, height = 0 } = entry?.contentRect ?? {};
    size = { width, height };
    const { headX, paperWidth } = createScale(width, height, 0);
    sheet.style.width = `${headX}px`;
    for (const { canvas, context } of papers) {
      canvas.style.width = `${paperWidth}px`;
      canvas.width = Math.round(paperWidth * devicePixelRatio);
      canvas.height = Math.round(height * devicePixelRatio);
      context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    }
    draw();
  });
  const sight = new IntersectionObserver(([entry]) => {
    isOnScreen = entry?.isIntersecting ?? true;
    redraw();
  });
  const restyle = (): void => {
    colours = readColours(probes);
    redraw();
  };
  resizes.observe(heads);
  sight.observe(heads);
  for (const query of [less, dark]) query.addEventListener('change', restyle, stopping);
  return {
    redraw,
    stop() {
      stopping.abort();
      resizes.disconnect();
      sight.disconnect();
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    },
  };
}
