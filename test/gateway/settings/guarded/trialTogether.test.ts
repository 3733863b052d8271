import { describe, expect, it } from 'vitest';
import { createDeskCluster } from '../../../support/gateway/deskCluster.js';

const CHANGE = { intervalMs: 90_000 };
const WINDOW_MS = 270_000 + 90_000 + 25_000;

/** Gateways with a hundred people each, of which the first leads a trial that the others have joined. */
async function begin(gateways = 2) {
  const cluster = createDeskCluster();
  const desks = Array.from({ length: gateways }, () => cluster.join(100));
  const [leader, other] = desks;
  const outcome = await leader!.change(CHANGE);
  await cluster.tick();
  await cluster.tick();
  const triedBy = () => desks.map((desk) => desk.tried().length);
  return { ...cluster, desks, leader: leader!, other: other!, outcome, triedBy };
}
type Desk = Awaited<ReturnType<typeof begin>>['other'];

/** Cuts people of a gateway who try the change, and lets them come back to another. */
function move(count: number, from: Desk, to: Desk, silentMs = 1_000): void {
  for (const person of from.tried().slice(0, count)) {
    from.cut(person, silentMs);
    to.comeBack(person, true);
  }
}

describe('a trial on the people of several gateways', () => {
  it('has one share of them all, told by the gateway that each is on', async () => {
    const { triedBy, leader, other, outcome } = await begin(3);
    expect(outcome).toMatchObject({ kind: 'done', view: { guard: { tried: { peers: 15 }, rest: { peers: 285 } } } });
    const counts = triedBy();
    expect(counts.reduce((sum, count) => sum + count)).toBe(15);
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(other.tried().every(({ told }) => told === 1)).toBe(true);
    expect(other.rest().every(({ told }) => told === 0)).toBe(true);
    expect(other.settings.tried()).toEqual(leader.settings.tried());
    expect(other.world).toMatchObject({ timingChanges: 0, retimes: 1 });
    // The other gateway shows what the leader knows.
    expect(other.settings.view().guard).toEqual(leader.settings.view().guard);
    expect(other.of('settings.tried')).toEqual([]);
  });

  it('is begun where no gateway alone has enough people, and estimated before by their connections', async () => {
    const cluster = createDeskCluster();
    const [one] = [cluster.join(11), cluster.join(11)];
    expect(await one.change({ ...CHANGE, dryRun: true })).toMatchObject({ answer: { guard: { firstPeers: 10 } } });
    expect(await one.change(CHANGE)).toMatchObject({ view: { guard: { tried: { peers: 10 }, rest: { peers: 12 } } } });
  });

  it('grows everywhere, and is in force everywhere in the end', async () => {
    const { pass, triedBy, desks, tick } = await begin();
    await pass(WINDOW_MS + 2_000);
    expect(triedBy().reduce((sum, count) => sum + count)).toBe(40);
    await pass(2 * WINDOW_MS);
    await tick();
    for (const desk of desks) {
      expect(desk.settings.view()).toMatchObject({ version: 2, intervalMs: { value: 90_000 }, guard: null });
      expect(desk.settings.tried()).toBeNull();
      expect(desk.tried()).toEqual([]);
      expect(desk.world.timingChanges).toBe(1);
      expect(desk.of('settings.changed')).toMatchObject([{ version: 2, by: 'ada' }]);
    }
  });

  it('counts a person who is cut on one gateway and returns to another, whichever is told of first', async () => {
    const { leader, other, tick } = await begin();
    move(1, other, leader);
    await tick();
    await tick();
    expect(leader.settings.view().guard).toMatchObject({
      tried: { peers: 10, abnormalCloses: 1, people: 1, outagesShown: 1 },
    });
    expect(other.settings.view().guard).toEqual(leader.settings.view().guard);
    move(1, leader, other);
    await tick();
    await tick();
    expect(leader.settings.view().guard).toMatchObject({ tried: { peers: 10, abnormalCloses: 2, people: 2 } });
  });

  it('is taken back everywhere by what happens on the others', async () => {
    const { leader, other, tick, triedBy } = await begin();
    move(10, other, other);
    move(10, leader, leader);
    for (let ticks = 0; ticks < 4; ticks += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await tick();
    }
    expect(leader.of('settings.tried').at(-1)).toMatchObject({ status: 'reverted' });
    expect(triedBy()).toEqual([0, 0]);
    expect(other.settings.view()).toMatchObject({ version: 3, guard: null, intervalMs: { value: 25_000 } });
    expect(other.settings.tried()).toBeNull();
  });

  it('counts each event once, also where its answer is lost', async () => {
    const { leader, other, tick, store } = await begin();
    store.answersAreLost = true;
    move(1, other, other);
    await tick();
    await tick();
    store.answersAreLost = false;
    move(1, other, other);
    await tick();
    await tick();
    expect(leader.settings.view().guard).toMatchObject({ tried: { peers: 10, abnormalCloses: 2, people: 2 } });
  });

  it('hears a timeout of a connection elsewhere as one, and an orderly close as none', async () => {
    const { leader, other, tick } = await begin();
    const [one, two] = other.tried();
    for (const [person, reason] of [
      [one!, 'heartbeat_timeout'],
      [two!, 'normal'],
    ] as const) {
      other.present.delete(person.index);
      other.settings.closed(person, reason, 5_000);
    }
    await tick();
    await tick();
    expect(leader.settings.view().guard).toMatchObject({
      tried: { peers: 8, heartbeatTimeouts: 1, abnormalCloses: 0, people: 0 },
    });
  });
});

describe('an operator at another gateway than the one that leads', () => {
  it.each([
    ['promote', 2, 90_000],
    ['revert', 3, 25_000],
  ] as const)('can %s the change', async (action, version, intervalMs) => {
    const { other, leader, tick } = await begin();
    const outcome = await other.settings.endGuard(action, { subject: 'grace', remote: '192.0.2.9' });
    expect(outcome).toMatchObject({ kind: 'done' });
    expect(leader.of('settings.tried').at(-1)).toMatchObject({ by: 'grace' });
    await tick();
    expect(other.settings.view()).toMatchObject({ version, intervalMs: { value: intervalMs }, guard: null });
  });

  it('hears that a change is being tried, and what the leader knows of it', async () => {
    const { other, leader } = await begin();
    expect(await other.change({ intervalMs: 30_000 })).toEqual({
      kind: 'trying',
      guard: leader.settings.view().guard,
    });
  });

  it('hears when the leader does not answer', async () => {
    const { other, leader, lose, by } = { ...(await begin()), by: { subject: 'grace', remote: '192.0.2.9' } };
    lose(leader);
    expect(await other.settings.endGuard('revert', by)).toEqual({
      kind: 'not-kept',
      message: 'the gateway that leads the trial did not answer: look again in a few seconds',
    });
  });

  it('hears that nothing is tried where nothing is', async () => {
    const cluster = createDeskCluster();
    const [, other] = [cluster.join(1), cluster.join(1)];
    expect(await other.settings.endGuard('revert', other.by)).toEqual({ kind: 'not-trying' });
  });
});

describe('a leader that is not heard of any more', () => {
  it('leaves the share to what is in force, after twelve seconds', async () => {
    const { other, leader, lose, pass } = await begin();
    const before = other.tried().length;
    lose(leader);
    await pass(11_000);
    expect(other.tried()).toHaveLength(before);
    await pass(2_000);
    expect(other.tried()).toEqual([]);
    expect(other.settings.tried()).toBeNull();
    expect(other.world.timingChanges).toBe(1);
  });

  it('has its change taken back by another once it has lost the right to decide, after three seconds', async () => {
    const { other, leader, lose, freeLease, pass, shared } = await begin();
    lose(leader);
    freeLease();
    await pass(3_000);
    expect(other.settings.view().version).toBe(1);
    await pass(2_000);
    const says = 'The gateway that tried the change is gone. It was taken back.';
    expect(other.of('alert.raised')).toEqual([{ kind: 'alert.raised', rule: 'guard_interrupted', message: says }]);
    expect(other.settings.view()).toMatchObject({
      version: 3,
      guard: null,
      lastGuard: { status: 'interrupted', endedBy: 'cluster', says },
    });
    expect(other.settings.history().entries).toMatchObject([
      { version: 3, kind: 'taken-back', by: 'cluster', reason: says },
      { version: 2, guard: 'interrupted' },
    ]);
    expect(shared()).toMatchObject({ version: 3, trying: null });
  });

  it('keeps its change where the lease is free for less than three seconds', async () => {
    const { other, freeLease, pass } = await begin();
    freeLease();
    await pass(10_000);
    expect(other.of('alert.raised')).toEqual([]);
    expect(other.settings.view().guard).toMatchObject({ status: 'running' });
  });
});

describe('another gateway that is not heard of any more', () => {
  it('has its people taken out of the comparison after twenty seconds, without harm', async () => {
    const { leader, other, lose, pass } = await begin();
    const own = leader.tried().length;
    lose(other);
    await pass(18_000);
    expect(leader.settings.view().guard).toMatchObject({ tried: { peers: 10 } });
    await pass(3_000);
    expect(leader.settings.view().guard).toMatchObject({
      tried: { peers: own, abnormalCloses: 0 },
      rest: { peers: 100 - own },
    });
  });

  it('leaves the trial when too much has happened there to tell', async () => {
    const { other, store, tick } = await begin();
    store.answersAreLost = true;
    const [person] = other.rest();
    for (let event = 0; event < 10_001; event += 1) other.comeBack((other.cut(person!), person!));
    await tick();
    expect(other.tried()).toEqual([]);
    expect(other.settings.tried()).toBeNull();
  });
});
