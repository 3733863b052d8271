import { describe, expect, it } from 'vitest';
import type { ConnectionSnapshot, ObservedConnection } from '../../../src/observe/index.js';
import { sleep, waitFor } from '../waitFor.js';
import { startObservedWorld, type ClientKind, type ObservedWorld } from './observedWorld.js';

const EXACT_MS = 150;
/** How many instants are promised at least and at most, in an outage of three refused dials or more. */
const PROMISES: Readonly<Record<string, readonly [number, number]>> = {
  true: [3, Infinity],
  first: [1, 1],
  false: [0, 0],
};

const now = ({ connection }: ObservedWorld): ConnectionSnapshot => connection.store.getState();
const kinds = ({ log }: ObservedConnection): string[] => log.map(({ kind }) => kind);
const isOpen = (world: ObservedWorld) => () => now(world).status === 'open' && world.subject.isOpen();

async function opened(kind: ClientKind): Promise<ObservedWorld> {
  const world = await startObservedWorld(kind);
  await waitFor('the first open', isOpen(world));
  return world;
}

/** The short form, for a client whose newer versions keep the whole of it: seen through a cut and back, and left as it was. */
export function describeOlderClient(name: string, kind: ClientKind): void {
  it(`follows ${name} through a cut and back, and leaves it as it was`, async () => {
    const world = await opened(kind);
    const withOne = world.subject.listeners();
    world.subject.observe().destroy();
    expect(world.subject.listeners()).toEqual(withOne);
    world.proxy.resetAll();
    await waitFor('the cut', () => now(world).status === 'reconnecting');
    await waitFor('open again', isOpen(world));
    world.connection.disconnect();
    expect(now(world)).toMatchObject({ status: 'closed', cause: 'manual' });
    await waitFor('no connection', () => world.proxy.connections.open === 0);
    expect(world.lies).toEqual([]);
  });
}

/** What every observer promises, whatever it observes. Each scenario is a real client behind a network that can be cut. */
export function describeObserver(name: string, kind: ClientKind): void {
  // oxlint-disable-next-line vitest/valid-title -- the name is a string
  describe(name, () => {
    it('is open when the client is, and says so in the log', async () => {
      const world = await opened(kind);
      expect(now(world)).toMatchObject({ status: 'open', lost: false, attempt: 0, nextRetryAt: null, cause: null });
      expect(now(world).connectedAt).toBeGreaterThan(Date.now() - 20_000);
      expect(kinds(world.connection)).toContain('connect.opened');
      expect(world.lies).toEqual([]);
    });

    it('follows a cut, and the way back', async () => {
      const world = await opened(kind);
      const seen: string[] = [];
      world.connection.store.subscribe(({ status }) => seen.push(status));
      world.proxy.resetAll();
      await waitFor('the cut', () => now(world).status === 'reconnecting');
      expect(now(world).cause).not.toBeNull();
      await waitFor('open again', isOpen(world));
      expect(now(world)).toMatchObject({ lost: false, nextRetryAt: null, cause: null, attempt: 0 });
      expect(kinds(world.connection)).toEqual(expect.arrayContaining(['connection.closed', 'reconnected']));
      expect(new Set(seen)).toEqual(new Set(['reconnecting', 'open']));
      expect(now(world).counters.reconnects).toBe(1);
      expect(world.lies).toEqual([]);
    });

    it('shows an outage in time, counts attempts, and knows the next one exactly or not at all', async () => {
      const world = await opened(kind);
      const { proxy, connection } = world;
      const promised: number[] = [];
      connection.store.subscribe(({ nextRetryAt }, before) => {
        if (nextRetryAt !== null && nextRetryAt !== before.nextRetryAt) promised.push(nextRetryAt);
      });
      let lostAt = 0;
      connection.store.subscribe(({ lost }) => lost && (lostAt ||= Date.now()));
      proxy.refuse();
      proxy.resetAll();
      await waitFor('the drop', () => now(world).status === 'reconnecting');
      const droppedAt = Date.now();
      const before = proxy.dialedAt.length;
      const dials = kind.countsAttempts === false ? 1 : 3;
      await waitFor('refused dials', () => proxy.dialedAt.length >= before + dials);
      await waitFor('a lost connection', () => lostAt > 0);
      // `lostAfterMs` of every subject is 300.
      expect(lostAt - droppedAt).toBeLessThan(300 + 1_000);
      expect(now(world).attempt).toBeGreaterThan(kind.countsAttempts === false ? 0 : 1);
      expect(['reconnecting', 'offline']).toContain(now(world).status);
      proxy.accept();
      if (kind.countsAttempts === false) connection.reconnect();
      await waitFor('the way back', isOpen(world));
      expect(now(world)).toMatchObject({ lost: false, nextRetryAt: null });
      expect(kinds(connection)).toEqual(expect.arrayContaining(['lost', 'restored', 'connection.closed']));
      const dialed = proxy.dialedAt.slice(before - 1);
      const offMs = promised.map((at) => Math.min(...dialed.map((dialedAt) => Math.abs(dialedAt - at))));
      const [atLeast, atMost] = PROMISES[String(kind.knowsNextAttempt)] ?? [];
      expect(promised.length).toBeGreaterThanOrEqual(atLeast ?? 0);
      expect(promised.length).toBeLessThanOrEqual(atMost ?? 0);
      expect(Math.max(0, ...offMs)).toBeLessThan(EXACT_MS + world.lateMs());
      expect(world.lies).toEqual([]);
    });

    it('dials when the person asks, one connection however often', async () => {
      const world = await opened(kind);
      const { proxy, connection } = world;
      proxy.refuse();
      proxy.resetAll();
      await waitFor('the drop', () => now(world).status === 'reconnecting');
      await waitFor('an attempt', () => now(world).attempt >= (kind.countsAttempts === false ? 1 : 2));
      proxy.accept();
      const askedAt = Date.now();
      connection.reconnect();
      connection.reconnect();
      connection.reconnect();
      await waitFor('open again', isOpen(world));
      const [dialedAt = Infinity] = proxy.dialedAt.filter((at) => at >= askedAt - 20);
      expect(dialedAt - askedAt).toBeLessThan(250 + world.lateMs());
      await sleep(300);
      expect(proxy.connections.open).toBe(1);
      expect(now(world).status).toBe('open');
      expect(world.lies).toEqual([]);
    });

    it('replaces a dial that hangs when the person asks, and leaves no second connection', async () => {
      const world = await opened(kind);
      const { proxy, connection } = world;
      const before = proxy.dialedAt.length;
      proxy.stall();
      proxy.resetAll();
      await waitFor('a dial that hangs', () => proxy.dialedAt.length > before);
      const hanging = proxy.dialedAt.length;
      connection.reconnect();
      connection.reconnect();
      if (kind.endsHangingDials !== false) {
        await waitFor('another dial', () => proxy.dialedAt.length > hanging);
      }
      // A hanging dial that was not given up gets through now.
      proxy.heal();
      await waitFor('open again', isOpen(world));
      await waitFor('one connection', () => proxy.connections.open === 1);
      await sleep(300);
      expect(proxy.connections.open).toBe(1);
      expect(now(world).status).toBe('open');
      expect(world.lies).toEqual([]);
    });

    it('replaces an open connection when the person asks', async () => {
      const world = await opened(kind);
      const before = world.proxy.dialedAt.length;
      world.connection.reconnect();
      await waitFor('another dial', () => world.proxy.dialedAt.length > before);
      await waitFor('open again', isOpen(world));
      await waitFor('one connection', () => world.proxy.connections.open === 1);
      expect(world.lies).toEqual([]);
    });

    it('follows a server that restarts', async () => {
      const world = await opened(kind);
      await world.stopServer();
      await waitFor('the end', () => now(world).status === 'reconnecting');
      await world.restart();
      await waitFor('open again', isOpen(world));
      expect(now(world).lost).toBe(false);
      expect(world.lies).toEqual([]);
    });

    it.skipIf(kind.noticesSilenceMs === undefined)('believes the heartbeat of the client', async () => {
      const world = await opened(kind);
      // Some clients judge only a connection on which something has come.
      await sleep(300);
      world.proxy.blackhole();
      await waitFor('a verdict', () => !world.subject.isOpen(), 2 * (kind.noticesSilenceMs ?? 0) + 5_000);
      await waitFor('the status', () => now(world).status === 'reconnecting', 1_000);
      world.proxy.heal();
      world.proxy.resetAll();
      if (kind.countsAttempts === false) world.connection.reconnect();
      await waitFor('open again', isOpen(world));
      expect(world.lies).toEqual([]);
    });

    it.runIf(kind.noticesSilenceMs === undefined)('says of a silent connection what its client can know', async () => {
      const world = await opened(kind);
      const seen: string[] = [];
      world.connection.store.subscribe(({ status }) => seen.push(status));
      world.proxy.blackhole();
      await sleep(600);
      // Neither has heard of it: to the client this is a connection on which there is nothing to say.
      expect(world.subject.isOpen()).toBe(true);
      expect(now(world)).toMatchObject({ status: 'open', lost: false, cause: null });
      expect(seen).toEqual([]);
      world.proxy.heal();
      world.proxy.resetAll();
      await waitFor('the end that the client hears of', () => now(world).status === 'reconnecting');
      await waitFor('open again', isOpen(world));
      expect(world.lies).toEqual([]);
    });

    it('ends with the client, and makes it dial no more', async () => {
      const world = await opened(kind);
      world.connection.disconnect();
      expect(now(world)).toMatchObject({ status: 'closed', cause: 'manual', lost: false });
      await waitFor('no connection', () => world.proxy.connections.open === 0);
      const before = world.proxy.dialedAt.length;
      await sleep(600);
      expect(world.proxy.dialedAt).toHaveLength(before);
      expect(now(world).status).toBe('closed');
      expect(world.lies).toEqual([]);
    });

    it('leaves the client as it was, and open', async () => {
      const world = await opened(kind);
      const withOne = world.subject.listeners();
      const second = world.subject.observe();
      const third = world.subject.observe();
      expect(world.subject.listeners()).not.toEqual(withOne);
      second.destroy();
      third.destroy();
      third.destroy();
      expect(world.subject.listeners()).toEqual(withOne);
      // As StrictMode has it of an effect that observes: on, off, and on again.
      const again = world.subject.observe();
      expect(world.subject.listeners()).not.toEqual(withOne);
      expect(again.store.getState().status).toBe(kind.saysWhereItStands === false ? 'idle' : 'open');
      again.destroy();
      expect(world.subject.listeners()).toEqual(withOne);
      expect(second.store.getState()).toMatchObject({ status: 'idle', lost: false, nextRetryAt: null });
      world.proxy.resetAll();
      await waitFor('the cut', () => now(world).status === 'reconnecting');
      await waitFor('open again', isOpen(world));
      expect(second.store.getState().status).toBe('idle');
      world.connection.destroy();
      expect(world.subject.isOpen()).toBe(true);
    });
  });
}
