import type { Beat, Phase, Stretch } from './pulseModel.js';
import type { Scale } from './scale.js';
import type { Colours } from './tones.js';

interface Lane {
  readonly name: 'out' | 'in';
  readonly beats: readonly Beat[];
  readonly y: number;
}

/** A beat: up, down, and level again, as parts of a quarter of a second and of its height. */
const BEAT_MS = 250;
const SHAPE = [
  [0, 0],
  [0.3, -1.15],
  [0.72, 0.85],
  [1, 0],
] as const;
const HEIGHTS: Partial<Record<Beat['kind'], number>> = { ping: 1, pong: 0.6, dial: 0.66 };
const LINE_WIDTH = 1.75;

/** One lane, stretch by stretch: the last one goes on to the end of the paper. */
export function drawLane(
  context: CanvasRenderingContext2D,
  scale: Scale,
  lane: Lane,
  stretches: readonly Stretch[],
  colours: Colours,
): void {
  context.lineJoin = 'round';
  context.lineCap = 'round';
  drawBefore(context, scale, lane.y, stretches[0]?.from ?? scale.until, colours);
  let free = -Infinity;
  stretches.forEach(({ from, phase }, index) => {
    const until = stretches[index + 1]?.from ?? scale.until;
    if (scale.x(until) < 0) return;
    const { tone, isDashed } = lineOf(lane.name, phase);
    context.strokeStyle = colours[tone];
    context.lineWidth = LINE_WIDTH;
    context.setLineDash(isDashed ? [2, 5] : []);
    context.beginPath();
    context.moveTo(scale.x(from), lane.y);
    // Dials stand apart from the line, in their own colour.
    if (!isDashed) free = traceBeats(context, scale, lane, from, until, free);
    if (free <= until) context.lineTo(scale.x(until), lane.y);
    context.stroke();
  });
  context.setLineDash([]);
  for (const beat of lane.beats) {
    if (beat.kind === 'dial') drawDial(context, scale, lane.y, beat.at, colours);
    if (beat.kind === 'miss') drawMiss(context, scale, lane.y, beat.at, colours);
  }
}

/** Before the page was there, nothing is known: a hairline. */
function drawBefore(context: CanvasRenderingContext2D, scale: Scale, y: number, until: number, colours: Colours): void {
  if (scale.x(until) <= 0) return;
  context.strokeStyle = colours.faint;
  context.globalAlpha = 0.3;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, y);
  context.lineTo(scale.x(until), y);
  context.stroke();
  context.globalAlpha = 1;
}

/** What the page sends while it is in doubt is on its way unanswered; what it waits for does not come. */
function lineOf(lane: Lane['name'], phase: Phase): { tone: 'alive' | 'waiting' | 'faint'; isDashed: boolean } {
  if (phase === 'alive') return { tone: 'alive', isDashed: false };
  const isAsking = lane === 'out' && (phase === 'silent' || phase === 'doubt');
  return isAsking ? { tone: 'waiting', isDashed: false } : { tone: 'faint', isDashed: true };
}

/** @param free when the line is level again after the last beat; returns the new one */
function traceBeats(
  context: CanvasRenderingContext2D,
  scale: Scale,
  { beats, y }: Lane,
  from: number,
  until: number,
  free: number,
): number {
  let freeAt = free;
  for (const { at, kind } of beats) {
    const height = HEIGHTS[kind];
    // Two at once are one: a ping of the server's may come with the answer to ours.
    if (!height || kind === 'dial' || at < from || at < freeAt || at >= until) continue;
    traceBeat(context, scale, y, at, height);
    freeAt = at + BEAT_MS;
  }
  return freeAt;
}

function traceBeat(context: CanvasRenderingContext2D, scale: Scale, y: number, at: number, height: number): void {
  for (const [part, level] of SHAPE) {
    context.lineTo(scale.x(at + part * BEAT_MS), y + level * height * scale.beatHeight);
  }
}

function drawDial(context: CanvasRenderingContext2D, scale: Scale, y: number, at: number, colours: Colours): void {
  const x = scale.x(at);
  if (x < -20) return;
  // The dashes of the line behind it would show through.
  context.fillStyle = colours.paper;
  context.fillRect(x - 1, y - 1.5, scale.x(at + BEAT_MS) - x + 2, 3);
  context.strokeStyle = colours.waiting;
  context.lineWidth = LINE_WIDTH;
  context.beginPath();
  context.moveTo(x, y);
  traceBeat(context, scale, y, at, HEIGHTS.dial ?? 1);
  context.stroke();
}

function drawMiss(context: CanvasRenderingContext2D, scale: Scale, y: number, at: number, colours: Colours): void {
  const x = scale.x(at);
  if (x < -20) return;
  context.fillStyle = colours.paper;
  context.beginPath();
  context.arc(x, y, 9, 0, 2 * Math.PI);
  context.fill();
  context.strokeStyle = colours.waiting;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x - 4, y - 4);
  context.lineTo(x + 4, y + 4);
  context.moveTo(x - 4, y + 4);
  context.lineTo(x + 4, y - 4);
  context.stroke();
}
