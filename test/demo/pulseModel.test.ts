import { expect, it } from 'vitest';
import { FAULTS } from '../../demo/page/path/faults.js';
import { place } from '../../demo/page/pulse/drawFlags.js';
import { createPulse, markBroken, markFlag, markRecord, phaseOf, prune } from '../../demo/page/pulse/pulseModel.js';
import { createScale } from '../../demo/page/pulse/scale.js';
import { storyFlags } from '../../demo/page/pulse/storyFlags.js';
import { CALM } from '../../demo/page/story/story.js';
import { record } from './records.js';

function silenced() {
  const pulse = createPulse();
  const { out } = pulse;
  markRecord(pulse, record(0, 'connect.started'));
  expect(out).toEqual([]);
  markRecord(pulse, record(10, 'connect.opened'));
  markRecord(pulse, record(20, 'ping.sent'));
  markRecord(pulse, record(25, 'pong.received'));
  markBroken(pulse, FAULTS[0], 1_000);
  markRecord(pulse, record(1_500, 'ping.sent'));
  return pulse;
}

it('tells a silence: asked, missed where the answer was due, found dead, dialled, back', () => {
  const pulse = silenced();
  expect(phaseOf(pulse)).toBe('silent');
  markRecord(pulse, record(2_500, 'heartbeat.missed'));
  expect(phaseOf(pulse)).toBe('doubt');
  markRecord(pulse, record(4_400, 'heartbeat.timeout'));
  markRecord(pulse, record(4_400, 'connection.closed'));
  markRecord(pulse, record(5_000, 'connect.started'));
  markRecord(pulse, record(5_100, 'connect.opened'));
  expect(pulse.stretches).toEqual([
    { from: 10, phase: 'alive' },
    { from: 1_000, phase: 'silent' },
    { from: 2_500, phase: 'doubt' },
    { from: 4_400, phase: 'lost' },
    { from: 5_100, phase: 'alive' },
  ]);
  expect(pulse.in).toEqual([
    { at: 25, kind: 'pong' },
    { at: 2_500, kind: 'miss' },
  ]);
  expect(pulse.out.at(-1)).toEqual({ at: 5_000, kind: 'dial' });
});

it('is alive again when the answer comes after all', () => {
  const pulse = silenced();
  markRecord(pulse, record(2_500, 'heartbeat.missed'));
  markRecord(pulse, record(2_700, 'pong.received'));
  expect(phaseOf(pulse)).toBe('alive');
});

it('forgets what has left the picture, and keeps the stretch that reaches into it', () => {
  const pulse = silenced();
  markFlag(pulse, { at: 1_400, text: 'Back', tone: 'alive' });
  markFlag(pulse, { at: 1_400, text: 'Back', tone: 'alive' });
  prune(pulse, 1_200);
  expect(pulse.out).toEqual([{ at: 1_500, kind: 'ping' }]);
  expect(pulse.flags).toHaveLength(1);
  expect(pulse.stretches).toEqual([{ from: 1_000, phase: 'silent' }]);
});

it('flags what was measured, and only that', () => {
  const breakage = { fault: 'silence', at: 1_000 } as const;
  expect(storyFlags({ ...CALM, breakage, noticedAt: 1_010 })).toEqual([]);
  const found = { ...CALM, breakage, noticedAt: 4_400, isFoundByHeartbeat: true, backAt: 12_400 };
  expect(storyFlags(found).map(({ text }) => text)).toEqual(['Noticed · 3.4 s', 'Back · 11.4 s']);
});

it('shows 22 seconds, and 11 on a phone', () => {
  const wide = createScale(1_280, 146, 30_000);
  expect([wide.x(8_000), wide.x(30_000)]).toEqual([0, wide.headX]);
  const narrow = createScale(375, 108, 30_000);
  expect([narrow.x(19_000), narrow.x(30_000)]).toEqual([0, 375 - 36]);
});

it('places flags for the paper to carry them: nothing about them changes as time goes on', () => {
  const context = { measureText: (text: string) => ({ width: 7 * text.length }) as TextMetrics };
  const flags = [
    { at: 19_000, text: 'Path cut', tone: 'soft' },
    { at: 20_000, text: 'Back · 1.0 s', tone: 'alive' },
  ] as const;
  for (const [width, height] of [
    [1_280, 146],
    [375, 108],
  ] as const) {
    const [now, later] = [20_000, 22_000].map((at) => createScale(width, height, at));
    if (!now || !later) throw new Error('no scales');
    const [first, second] = place(context, now, flags);
    if (!first || !second) throw new Error('no flags');
    expect(second.left).toBeGreaterThan(first.left + first.width);
    expect(second.left + second.width).toBeLessThan(width);
    // Drawn anew two seconds later, they are where the paper has carried them.
    const carried = now.x(20_000) - later.x(20_000);
    place(context, later, flags).forEach(({ left }, index) => {
      expect(left).toBeCloseTo(([first, second][index]?.left ?? 0) - carried);
    });
    expect(now.paperWidth).toBeGreaterThan(now.headX);
  }
});
