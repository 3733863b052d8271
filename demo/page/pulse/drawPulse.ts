import { drawFlags } from './drawFlags.js';
import { drawLane } from './drawLane.js';
import { phaseOf, type Pulse } from './pulseModel.js';
import type { Scale } from './scale.js';
import type { Colours, Tone } from './tones.js';

/** What the picture needs from the page around it. */
export interface Look {
  readonly colours: Colours;
  readonly font: string;
  /** A person has asked for less motion. */
  readonly isStill: boolean;
}

const RING_MS = 900;
/** Where the lanes begin, below the flags. */
const TOP = 0.17;

/** One frame. */
export function drawPulse(context: CanvasRenderingContext2D, scale: Scale, pulse: Pulse, look: Look): void {
  const { width, height, headX, outY, inY } = scale;
  const lanes = [
    { name: 'out', beats: pulse.out, y: outY },
    { name: 'in', beats: pulse.in, y: inY },
  ] as const;
  context.clearRect(0, 0, width, height);
  tintBroken(context, scale, pulse, look);
  context.save();
  // A beat grows out of the head of the line.
  context.beginPath();
  context.rect(0, 0, headX, height);
  context.clip();
  for (const lane of lanes) drawLane(context, scale, lane, pulse.stretches, look.colours);
  context.restore();
  drawFlags(context, scale, pulse.flags, look.font, look.colours);
  for (const { beats, y } of lanes) drawHead(context, scale, y, beats.at(-1)?.at ?? 0, phaseOf(pulse), look);
}

function tintBroken(context: CanvasRenderingContext2D, scale: Scale, { stretches }: Pulse, { colours }: Look): void {
  context.fillStyle = colours.tint;
  stretches.forEach(({ from, phase }, index) => {
    if (phase === 'alive') return;
    const left = Math.max(0, scale.x(from));
    const right = scale.x(stretches[index + 1]?.from ?? scale.now);
    // Whole pixels, so that neighbours neither overlap nor leave a seam.
    if (right > 0) {
      context.fillRect(Math.round(left), scale.height * TOP, Math.round(right) - Math.round(left), scale.height);
    }
  });
}

const HEADS: Record<ReturnType<typeof phaseOf>, Tone> = {
  alive: 'alive',
  silent: 'waiting',
  doubt: 'waiting',
  lost: 'faint',
  failed: 'gone',
};

function drawHead(
  context: CanvasRenderingContext2D,
  { headX, now }: Scale,
  y: number,
  beatAt: number,
  phase: ReturnType<typeof phaseOf>,
  { colours, isStill }: Look,
): void {
  context.fillStyle = colours[HEADS[phase]];
  const age = (now - beatAt) / RING_MS;
  if (phase === 'alive' && age < 1 && !isStill) {
    context.globalAlpha = 0.28 * (1 - age);
    context.beginPath();
    context.arc(headX, y, 4 + age * 13, 0, 2 * Math.PI);
    context.fill();
    context.globalAlpha = 1;
  }
  context.beginPath();
  context.arc(headX, y, 4, 0, 2 * Math.PI);
  context.fill();
}
