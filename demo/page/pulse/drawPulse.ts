import { drawLane } from './drawLane.js';
import type { Pulse } from './pulseModel.js';
import type { Scale } from './scale.js';
import type { Colours } from './tones.js';

/** Where the lanes begin, below the flags. */
const TOP = 0.17;

/** Both lanes, on a tinted ground where the path is broken. */
export function drawPulse(context: CanvasRenderingContext2D, scale: Scale, pulse: Pulse, colours: Colours): void {
  tintBroken(context, scale, pulse, colours);
  drawLane(context, scale, { name: 'out', beats: pulse.out, y: scale.outY }, pulse.stretches, colours);
  drawLane(context, scale, { name: 'in', beats: pulse.in, y: scale.inY }, pulse.stretches, colours);
}

function tintBroken(context: CanvasRenderingContext2D, scale: Scale, { stretches }: Pulse, colours: Colours): void {
  context.fillStyle = colours.tint;
  stretches.forEach(({ from, phase }, index) => {
    if (phase === 'alive') return;
    const left = Math.max(0, scale.x(from));
    const right = scale.x(stretches[index + 1]?.from ?? scale.until);
    // Whole pixels, so that neighbours neither overlap nor leave a seam.
    if (right > 0) {
      context.fillRect(Math.round(left), scale.height * TOP, Math.round(right) - Math.round(left), scale.height);
    }
  });
}
