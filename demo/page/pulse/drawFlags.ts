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

/** From the left each as far left as its moment, then from the right back into the picture. */
function place(context: CanvasRenderingContext2D, scale: Scale, flags: readonly Flag[]) {
  const placed = flags
    .map((flag) => {
      const width = context.measureText(flag.text).width + 2 * PADDING;
      return { ...flag, width, left: scale.x(flag.at) - 1 };
    })
    .filter(({ left, width }) => left > -width)
    .toSorted((one, other) => one.at - other.at);
  let free = -Infinity;
  for (const flag of placed) {
    flag.left = Math.max(flag.left, free);
    free = flag.left + flag.width + GAP;
  }
  let end = scale.width - GAP;
  for (const flag of placed.toReversed()) {
    flag.left = Math.min(flag.left, end - flag.width);
    end = flag.left - GAP;
  }
  return placed;
}
