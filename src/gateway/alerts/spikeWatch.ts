import type { Row } from '../statistics/rows/row.js';
import { createSpikeRule, raisingCount, type SpikeWindow } from './spikeRule.js';
import type { Watch } from './watch.js';

/** From so many expected events a window on, 98 in 100 spikes of this factor are found (simulated, test/long/alerts). */
const POWER = { 5: 32, 10: 10 } as const;

/** Watches one kind of event for a spike. */
export function watchSpike(shape: SpikeWindow, count: (row: Row) => number): Watch {
  const rule = createSpikeRule(shape);
  let rows = 0;
  return {
    add(row) {
      if (row === null) {
        // All clients come back after a gap, as after a start.
        rule.restart();
        rows = 0;
        return { isActive: false, canJudge: false, value: null, usual: null, canSee: canSee(0, shape) };
      }
      rows += 1;
      const { isActive, seen, expected } = rule.add(count(row), row.connections.last);
      const usual = Math.round(expected * 10) / 10;
      return { isActive, canJudge: rows > shape.warmUpBuckets, value: seen, usual, canSee: canSee(expected, shape) };
    },
  };
}

function canSee(expected: number, { ratio }: SpikeWindow): string {
  const usual = `${expected.toFixed(expected < 10 ? 1 : 0)} are usual`;
  if (expected >= POWER[5]) return `Five times the usual is found almost always (${usual}).`;
  if (expected >= POWER[10]) return `Ten times the usual is found almost always, five times not always (${usual}).`;
  return `So few are usual (${usual}) that only ${raisingCount(expected, ratio)} or more are told from chance.`;
}
