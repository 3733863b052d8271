import { phaseOf, type Pulse } from './pulseModel.js';
import type { Scale } from './scale.js';
import type { Tone } from './tones.js';

const RING_MS = 900;
const HEADS: Record<ReturnType<typeof phaseOf>, Tone> = {
  alive: 'alive',
  silent: 'waiting',
  doubt: 'waiting',
  lost: 'faint',
  failed: 'gone',
};

/** Places the two heads of the line, which do not move. A ring grows out of the one that has just beaten. */
export function showHeads(heads: HTMLElement, { headX, outY, inY, now }: Scale, pulse: Pulse, isStill: boolean): void {
  const phase = phaseOf(pulse);
  const lanes = [
    { y: outY, beats: pulse.out },
    { y: inY, beats: pulse.in },
  ];
  lanes.forEach(({ y, beats }, index) => {
    const head = heads.children[index];
    if (!(head instanceof HTMLElement)) return;
    head.style.translate = `${headX}px ${y}px`;
    head.dataset['tone'] = HEADS[phase];
    const beatAt = beats.at(-1)?.at ?? 0;
    const ring = head.firstElementChild;
    if (isStill || phase !== 'alive' || now - beatAt > RING_MS || head.dataset['beatAt'] === String(beatAt)) return;
    head.dataset['beatAt'] = String(beatAt);
    ring?.animate({ opacity: [0.28, 0], transform: ['scale(1)', 'scale(4.25)'] }, RING_MS);
  });
}
