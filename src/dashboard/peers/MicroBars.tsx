'use client';
import { memo, type ReactNode } from 'react';
import { formatCount } from '../format.js';

const STEP = 4;
const HEIGHT = 16;

/** The last hour of one peer in blocks: a dash where all was well, a bar for missed heartbeats, nothing before it was open. */
export const MicroBars = memo(function MicroBars({
  blocks,
}: {
  readonly blocks: readonly (number | null)[];
}): ReactNode {
  const highest = Math.max(3, ...blocks.map((block) => block ?? 0));
  const missed = blocks.reduce<number>((sum, block) => sum + (block ?? 0), 0);
  const fine = blocks.map((block, index) => (block === 0 ? `M${index * STEP} ${HEIGHT - 2}h3v1h-3z` : '')).join('');
  const bad = blocks
    .map((block, index) => {
      if (!block) return '';
      const height = 3 + (block / highest) * (HEIGHT - 4);
      return `M${index * STEP} ${(HEIGHT - 1 - height).toFixed(1)}h3v${height.toFixed(1)}h-3z`;
    })
    .join('');
  return (
    <svg
      className="hbd-micro"
      width={blocks.length * STEP}
      height={HEIGHT}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- no image outside of the page
      role="img"
      aria-label={`${formatCount(missed)} missed in the last hour`}
    >
      {fine !== '' && <path d={fine} />}
      {bad !== '' && <path d={bad} data-hot="" />}
    </svg>
  );
});
