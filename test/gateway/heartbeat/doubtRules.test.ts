import { expect, it } from 'vitest';
import { createSelfDoubt } from '../../../src/gateway/heartbeat/selfDoubt.js';
import type { EventRecorder } from '../../../src/gateway/telemetry/eventRecorder.js';
import { createManualClock } from '../../../src/testing/createManualClock.js';

function begin(intervalMs = 25_000) {
  const clock = createManualClock();
  const said: unknown[] = [];
  const recorder = { record: (kind: string, details: object) => said.push({ kind, ...details }) };
  const timing = { intervalMs, timeoutMs: 3 * intervalMs };
  const doubt = createSelfDoubt(clock as never, recorder as unknown as EventRecorder, () => timing);
  const fallSilent = (count: number, of: number): void => {
    for (let peer = 0; peer < count; peer += 1) doubt.peerFellSilent(clock.now(), of);
  };
  return { clock, said, doubt, fallSilent };
}
const raised = (rule: string, message: string) => ({ kind: 'alert.raised', rule, message });
const cleared = (rule: string) => ({ kind: 'alert.cleared', rule });
const LATE = 'The event loop was 1000 ms late: no peer is given up on for 75 s';

it.each([
  [25_000, 999, true],
  [25_000, 1_000, false],
  [200, 199, true],
  [200, 200, false],
])('at an interval of %i ms a sweep %i ms late leaves peers to be judged: %s', (intervalMs, lateMs, canJudge) => {
  const { doubt } = begin(intervalMs);
  doubt.sweptLate(lateMs);
  expect(doubt.canJudge).toBe(canJudge);
});

it.each([
  [4, 5, true],
  [5, 25, true],
  [5, 24, false],
  [21, 100, false],
  [20, 100, true],
])('%i of %i peers that fell silent within one interval leave the others to be judged: %s', (silent, of, canJudge) => {
  const { doubt, fallSilent } = begin();
  fallSilent(silent, of);
  expect(doubt.canJudge).toBe(canJudge);
});

it('lasts for one timeout, says so once, and begins anew with each late sweep', () => {
  const { doubt, clock, said } = begin();
  doubt.sweptLate(1_000.4);
  clock.advance(74_999);
  doubt.sweptLate(1_000);
  clock.advance(74_999);
  expect(doubt.canJudge).toBe(false);
  clock.advance(1);
  expect(doubt.canJudge).toBe(true);
  const late = { kind: 'clock.late', lateMs: 1_000 };
  expect(said).toEqual([late, raised('event_loop_late', LATE), late, cleared('event_loop_late')]);
});

it('goes on under the newer reason, and clears the older', () => {
  const { doubt, clock, said, fallSilent } = begin();
  doubt.sweptLate(1_000);
  fallSilent(10, 20);
  clock.advance(75_000);
  const many = 'Many peers fell silent at once, 5 of 20 within one interval: no peer is given up on for 75 s';
  expect(said.slice(1)).toEqual([
    raised('event_loop_late', LATE),
    cleared('event_loop_late'),
    raised('mass_silence', many),
    cleared('mass_silence'),
  ]);
});

it('remembers how long it was held up, for silences that began before', () => {
  const { doubt, clock } = begin();
  expect(doubt.heldUpMs(0)).toBe(0);
  clock.advance(5_000);
  doubt.sweptLate(2_500);
  const now = clock.now();
  expect([now - 1, now].map((since) => doubt.heldUpMs(since))).toEqual([2_500, 0]);
});

it('ends with its timer', () => {
  const { doubt, clock, said } = begin();
  doubt.sweptLate(1_000);
  doubt.stop();
  expect([doubt.canJudge, clock.timerCount]).toEqual([true, 0]);
  clock.advance(100_000);
  expect(said).toHaveLength(2);
});
