import { boolean, constant, constantFrom, integer, nat, oneof, record, type Arbitrary } from 'fast-check';
import type { PageSignal } from '../../../src/machine/event.js';
import type { DriverWorld, WorldPlan } from './driverWorld.js';

/** One thing that happens to a connection. */
export type DriverStep =
  | { readonly do: 'connect' | 'reconnect' | 'disconnect' | 'destroy' | 'send' | 'check' }
  | { readonly do: 'configure'; readonly intervalMs: number }
  | { readonly do: 'open' | 'fail' | 'late open' | 'late fail'; readonly socket: number }
  | { readonly do: 'close' | 'late close'; readonly socket: number; readonly code: number; readonly reason: string }
  | { readonly do: 'receive' | 'late receive'; readonly socket: number; readonly data: string }
  | { readonly do: 'advance' | 'freeze' | 'jump the wall clock'; readonly ms: number }
  | { readonly do: 'page'; readonly signal: PageSignal }
  | { readonly do: 'answer'; readonly isGood: boolean };

const FRAMES = [
  'hello',
  '{"type":"ping"}',
  '{"type":"ping","id":3}',
  '{"type":"pong"}',
  '{"type":"pong","id":1}',
  '{"type":"pong","id":"1"}',
  '{"type":"heartbeat.welcome","version":1,"connectionId":"c","gatewayId":"g","heartbeat":{"intervalMs":2000,"timeoutMs":6000}}',
  '{"type":"heartbeat.settings","version":2,"heartbeat":{"intervalMs":3000,"timeoutMs":9000}}',
  '{"type":"heartbeat.reconnect","afterMs":500,"windowMs":2000,"reason":"restart"}',
  '{"type":"heartbeat.reconnect","afterMs":-1,"windowMs":1e99}',
];
const CODES = [1000, 1001, 1006, 1008, 1012, 1013, 4000, 4201, 4401, 4403];
const REASONS = ['', '{"afterMs":100,"windowMs":1000}', '{"afterMs":-5}', '{', 'bye'];

/** 0 is the newest socket, 1 the one before. */
const socket = oneof({ weight: 4, arbitrary: constant(0) }, { weight: 1, arbitrary: nat(4) });
const ms = oneof(constantFrom(0, 1, 999, 1_000, 5_000, 10_000, 30_000, 60_000), nat(70_000));
const HALF_DAY_MS = 12 * 3_600_000;

/** A step; those that lead on are drawn more often than those that end everything. */
export const driverStep: Arbitrary<DriverStep> = oneof(
  { weight: 6, arbitrary: record({ do: constantFrom('connect', 'reconnect', 'send', 'check') }) },
  { weight: 2, arbitrary: record({ do: constant('disconnect') }) },
  { weight: 1, arbitrary: record({ do: constantFrom('destroy') }) },
  {
    weight: 1,
    arbitrary: record({ do: constant('configure'), intervalMs: integer({ min: 1, max: 60_000 }) }),
  },
  { weight: 8, arbitrary: record({ do: constant('open'), socket }) },
  { weight: 3, arbitrary: record({ do: constantFrom('fail', 'late open', 'late fail'), socket }) },
  {
    weight: 6,
    arbitrary: record({
      do: constantFrom('close', 'late close'),
      socket,
      code: constantFrom(...CODES),
      reason: constantFrom(...REASONS),
    }),
  },
  {
    weight: 7,
    arbitrary: record({ do: constantFrom('receive', 'late receive'), socket, data: constantFrom(...FRAMES) }),
  },
  { weight: 8, arbitrary: record({ do: constantFrom('advance', 'advance', 'freeze'), ms }) },
  {
    weight: 1,
    arbitrary: record({
      do: constant('jump the wall clock'),
      ms: constantFrom(-HALF_DAY_MS, HALF_DAY_MS, -1_000, 9_999),
    }),
  },
  {
    weight: 3,
    arbitrary: record({
      do: constant('page'),
      signal: constantFrom('visible', 'hidden', 'online', 'offline', 'restored'),
    }),
  },
  { weight: 5, arbitrary: record({ do: constant('answer'), isGood: boolean() }) },
);

/** An app's options and callbacks; half of them well-behaved. */
export const worldPlan: Arbitrary<WorldPlan> = record({
  heartbeat: constantFrom(
    {},
    { intervalMs: 2_000, detection: 'fixed' as const },
    { intervalMs: 1_000, timeoutMs: 900, maxMissed: 1 },
    false as const,
  ),
  reconnect: constantFrom(
    {},
    { maxAttempts: 2, minDelayMs: 0, baseDelayMs: 0 },
    { maxAttempts: Infinity },
    false as const,
  ),
  whenHidden: constantFrom('keep' as const, { pauseAfterMs: 2_000 }, { pauseAfterMs: 0 }),
  url: constantFrom('literal', 'literal', 'literal', 'throws', 'rejects', 'asks', 'asks'),
  unauthorized: constantFrom('none', 'throws', 'asks', 'asks'),
  codecThrows: constantFrom('never', 'never', 'never', 'encoding', 'classifying'),
  outbox: constantFrom('none', 'none', 'calm', 'throws'),
  listener: constantFrom('calm', 'calm', 'throws', 'connects', 'reconnects', 'disconnects'),
  hearsRecord: constantFrom(
    'connect.started',
    'connection.closed',
    'retry.scheduled',
    'page.changed',
    'heartbeat.missed',
    'stable',
    'outbox.dropped',
  ),
  random: constantFrom(0, 0.5, 0.999_999),
});

/** Makes one step happen. What the app is not told of, such as a socket that was never dialled, does nothing. */
export function take(world: DriverWorld, step: DriverStep): void {
  const { subject, clock } = world;
  if ('socket' in step) return network(world, step);
  switch (step.do) {
    case 'connect':
    case 'reconnect':
    case 'disconnect':
    case 'destroy':
      return subject[step.do]();
    case 'send':
      return void subject.send('hello');
    case 'check':
      return void subject.check().catch(() => {});
    case 'configure':
      return subject.configure({ intervalMs: step.intervalMs });
    case 'advance':
      return clock.advance(step.ms);
    case 'freeze':
      return clock.freeze(step.ms);
    case 'jump the wall clock':
      return clock.jumpWall(step.ms);
    case 'page':
      return world.tellPage(step.signal);
    case 'answer':
      return world.owed.shift()?.(step.isGood);
  }
}

function network(world: DriverWorld, step: Extract<DriverStep, { socket: number }>): void {
  const target = world.sockets.at(-1 - step.socket);
  if (!target) return;
  switch (step.do) {
    case 'open':
      return target.open();
    case 'receive':
      return target.receive(step.data);
    case 'close':
      world.end(target);
      return target.close(step.code, step.reason);
    case 'fail':
      world.end(target);
      return target.fail('refused');
  }
  // Late: what a socket says that was dropped, or has ended, and whose transport tells all the same.
  if (!world.isRetired(target)) return;
  switch (step.do) {
    case 'late open':
      return target.late.opened();
    case 'late close':
      return target.late.closed(step.code, step.reason, true);
    case 'late fail':
      return target.late.failed('late');
    case 'late receive':
      return target.late.message({ data: step.data } as MessageEvent);
  }
}
