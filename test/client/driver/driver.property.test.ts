import { array, assert, asyncProperty } from 'fast-check';
import { afterEach, beforeEach, it, vi } from 'vitest';
import type { ConnectionSnapshot } from '../../../src/client/snapshot/snapshot.js';
import { driverStep, take, worldPlan, type DriverStep } from '../../support/client/driverSteps.js';
import { createDriverWorld, type DriverWorld } from '../../support/client/driverWorld.js';

/** Sequences tried; FC_RUNS=20000 looks longer. A failure prints its seed and the shortest sequence that shows it. */
const RUNS = Number(process.env['FC_RUNS'] ?? 300);

// The app of these worlds throws often, and each of its exceptions is reported.
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

it('whatever happens, in whatever order, the connection keeps its promises', async () => {
  await assert(
    asyncProperty(worldPlan, array(driverStep, { maxLength: 60, size: 'max' }), async (plan, steps) => {
      const world = createDriverWorld(plan);
      let before = world.subject.store.getState();
      for (const step of steps) {
        const dialCount = world.sockets.length;
        const { interferenceCount } = world;
        take(world, step);
        if (step.do.startsWith('late')) checkIgnored(world, before, dialCount);
        // A listener may have asked for a connection again, while it was told of the end of this one.
        const isEnded = step.do === 'disconnect' || step.do === 'destroy';
        if (isEnded && world.interferenceCount === interferenceCount) checkAtRest(world);
        await settled();
        const after = world.subject.store.getState();
        checkWorld(world, after);
        checkSnapshot(after);
        checkCounters(before, after);
        before = after;
      }
      await checkEnd(world);
    }),
    { numRuns: RUNS },
  );
}, 120_000);

/** Lets every promise that can settle do so. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await Promise.resolve();
}

function checkWorld({ live, subject, pageListenerCount, clock }: DriverWorld, snapshot: ConnectionSnapshot): void {
  const { status, nextRetryAt } = snapshot;
  const retryInMs = subject.retryInMs();
  must(live.length <= 1, 'two live sockets');
  must((nextRetryAt !== null) === (retryInMs !== null), `to be retried at ${nextRetryAt}, in ${retryInMs} ms`);
  must(retryInMs === null || retryInMs >= 0, `a retry in ${retryInMs} ms`);
  must(retryInMs === null || status === 'reconnecting' || status === 'offline', `waiting and ${status}`);
  must(live.length === 1 || (status !== 'open' && status !== 'degraded'), `${status} without a socket`);
  const isWanted = status !== 'idle' && status !== 'closed';
  must(pageListenerCount === (isWanted ? 1 : 0), `${status}, and ${pageListenerCount} listen to the page`);
  const isAtRest = status === 'closed' || status === 'failed';
  // A message that is held while nothing is tried any more still has its time to live.
  const expiring = status === 'failed' && (snapshot.outbox?.queuedCount ?? 0) > 0 ? 1 : 0;
  must(!isAtRest || (live.length === 0 && clock.timerCount <= expiring), `${status}, and not at rest`);
}

function checkSnapshot(snapshot: ConnectionSnapshot): void {
  const { nextRetryAt, since, connectedAt, lastAliveAt, lastClose, maxAttempts, latency, settings } = snapshot;
  const instants = { nextRetryAt, since, connectedAt, lastAliveAt, lastClosedAt: lastClose?.at ?? null };
  for (const [name, at] of Object.entries(instants)) must(at === null || Number.isInteger(at), `${name} is ${at}`);
  must(maxAttempts === Infinity || Number.isInteger(maxAttempts), `maxAttempts is ${maxAttempts}`);
  const { attempt, missedInRow, outbox } = snapshot;
  const { intervalMs, timeoutMs } = settings;
  for (const [name, value] of Object.entries({ attempt, missedInRow, ...outbox, intervalMs, timeoutMs, ...latency })) {
    must(Number.isFinite(value) && value >= 0, `${name} is ${value}`);
  }
}

function checkCounters(before: ConnectionSnapshot, after: ConnectionSnapshot): void {
  for (const [name, count] of Object.entries(after.counters)) {
    must(count >= before.counters[name as keyof typeof before.counters], `${name} fell to ${count}`);
  }
}

/** Events of a socket that is done with. */
function checkIgnored({ subject, sockets }: DriverWorld, before: ConnectionSnapshot, dialCount: number): void {
  must(subject.store.getState().status === before.status, 'a retired socket changed the status');
  must(sockets.length === dialCount, 'a retired socket made it dial');
}

function checkAtRest({ clock, live, subject }: DriverWorld): void {
  const { status } = subject.store.getState();
  must(status === 'closed' || status === 'idle', `ended, and ${status}`);
  must(clock.timerCount === 0, `ended, and ${clock.timerCount} timers run`);
  must(live.length === 0, 'ended, and a socket lives');
}

/** Destroyed, nothing comes back: not by time, not by what a URL function answers at last. */
async function checkEnd(world: DriverWorld): Promise<void> {
  world.subject.destroy();
  checkAtRest(world);
  const dialCount = world.sockets.length;
  const afterwards: DriverStep[] = [
    { do: 'connect' },
    { do: 'reconnect' },
    { do: 'advance', ms: 3_600_000 },
    ...world.owed.map((): DriverStep => ({ do: 'answer', isGood: true })),
  ];
  for (const step of afterwards) {
    take(world, step);
    await settled();
  }
  checkAtRest(world);
  must(world.sockets.length === dialCount, 'dialled after the end');
}

function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
