/** How the picture is laid out at one moment. Lengths are CSS pixels, times epoch ms. */
export interface Scale {
  readonly width: number;
  readonly height: number;
  /** The moment at the head of the line. */
  readonly now: number;
  /** The moment at the right end of the paper, and how wide that is: it is drawn ahead. */
  readonly until: number;
  readonly paperWidth: number;
  /** The x of an instant. */
  readonly x: (at: number) => number;
  /** The x of now: the line comes into sight there. */
  readonly headX: number;
  /** The y of both lanes, and how high a beat is. */
  readonly outY: number;
  readonly inY: number;
  readonly beatHeight: number;
}

/** Below this width the picture is a phone's: half the time, arrows in place of words. */
const NARROW = 720;
/** As wide as the text column of the page (`--column` in tokens.css). */
const COLUMN = 1_160;
const SPAN_MS = { wide: 22_000, narrow: 11_000 };
/** Room for the names of the lanes at the right. */
const NAMES = { wide: 106, narrow: 36 };

/** How much is drawn ahead, for the compositor to move into sight. */
export const AHEAD_MS = 4_000;

/** How long ago the left edge is. */
export const spanMs = (width: number): number => (width < NARROW ? SPAN_MS.narrow : SPAN_MS.wide);

export function createScale(width: number, height: number, now: number): Scale {
  const isNarrow = width < NARROW;
  const headX = width - (isNarrow ? NAMES.narrow : Math.max(24, (width - COLUMN) / 2) + NAMES.wide);
  const x = (at: number): number => headX - ((now - at) / spanMs(width)) * headX;
  const until = now + AHEAD_MS;
  return {
    width,
    height,
    now,
    until,
    paperWidth: Math.ceil(x(until)),
    headX,
    x,
    outY: height * 0.46,
    inY: height * 0.8,
    beatHeight: height * 0.13,
  };
}
