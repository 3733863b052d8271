import type { Flag } from './pulseModel.js';
import type { Scale } from './scale.js';
import type { Colours } from './tones.js';

const HEIGHT = 22;
const PADDING = 9;
const GAP = 6;

/** The flags over the lanes, each at its moment; they make room for one another. */
export function drawFlags(
  context: CanvasRenderingContext2D,
  scale: Scale,
  flags: readonly Flag[],
  font: string,
  colours: Colours,
): void {
  context.font = `540 12px ${font}`;
  context.textBaseline = 'middle';
  for (const { left, width, ...flag } of place(context, scale, flags)) {
    const x = Math.round(scale.x(flag.at)) + 0.5;
    context.strokeStyle = colours[flag.tone];
    context.lineWidth = 1;
    context.globalAlpha = 0.6;
    context.beginPath();
    context.moveTo(x, HEIGHT);
    context.lineTo(x, scale.height);
    context.stroke();
    context.globalAlpha = 1;
    fillPill(context, left, width, colours.paper);
    context.globalAlpha = 0.12;
    fillPill(context, left, width, colours[flag.tone]);
    context.globalAlpha = 1;
    context.fillStyle = colours[flag.tone];
    context.fillText(flag.text, left + PADDING, HEIGHT / 2 + 1.5);
  }
}

function fillPill(context: CanvasRenderingContext2D, left: number, width: number, colour: string): void {
  context.fillStyle = colour;
  context.beginPath();
  context.roundRect(left, 1, width, HEIGHT, HEIGHT / 2);
  context.fill();
}

/**
 * The newest beside its moment, as far to the left as it takes to fit into the picture when it appears; the older ones as far
 * to the left as those after them take. It depends on no moment but theirs, as the compositor moves what is drawn.
 */
export function place(context: Pick<CanvasRenderingContext2D, 'measureText'>, scale: Scale, flags: readonly Flag[]) {
  const room = scale.width - scale.headX - GAP;
  const placed = flags
    .toSorted((one, other) => one.at - other.at)
    .map((flag) => {
      const width = context.measureText(flag.text).width + 2 * PADDING;
      return { ...flag, width, left: scale.x(flag.at) + Math.min(-1, room - width) };
    });
  let end = Infinity;
  for (const flag of placed.toReversed()) {
    flag.left = Math.min(flag.left, end - flag.width);
    end = flag.left - GAP;
  }
  return placed;
}
