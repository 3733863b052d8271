import { randomUUID } from 'node:crypto';
import { Cluster as IoredisCluster, Redis as Ioredis } from 'ioredis';
import { Redis as Ioredis5 } from 'ioredis-5';
import { createClient, createCluster } from 'redis';
import { createClient as createClient5 } from 'redis-5';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { memoryCluster, redisCluster, type Cluster, type RedisClusterOptions } from '../../src/cluster/index.js';
import type {
  ClusterStore,
  StoredRegister,
  TickRequest,
  WriteRequest,
} from '../../src/gateway/cluster/clusterStore.js';
import { SENTINEL_NAME, startRedisCluster, startSentinel, type WatchedRedis } from '../support/network/redisKinds.js';
import { startRedis, type RedisServer } from '../support/network/redisServer.js';

let redis: RedisServer;
let sharded: RedisServer;
let watched: WatchedRedis;
const releases: (() => Promise<void>)[] = [];
beforeAll(async () => {
  const release = (undo: () => Promise<void>): void => void releases.push(undo);
  [redis, sharded, watched] = await Promise.all([
    startRedis(release),
    startRedisCluster(release),
    startSentinel(release),
  ]);
});
afterAll(async () => {
  for (const release of releases.toReversed()) await release();
});

interface Made {
  readonly cluster: Cluster;
  /** Lets time pass. */
  readonly expire: (ms: number) => Promise<void>;
  /** As if the store had been looked at for long. */
  readonly settle: () => Promise<void>;
  readonly now: () => number;
}

const onRedis = (client: RedisClusterOptions['client'], at = redis): Made => {
  const prefix = `test-${randomUUID()}`;
  return {
    cluster: redisCluster({ client, prefix }),
    expire: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    settle: async () => void (await at.command('HSET', `{${prefix}}:state`, 'unsettled', '1')),
    now: Date.now,
  };
};

const KINDS: Record<string, () => Promise<Made>> = {
  'ioredis 6': async () => {
    const client = new Ioredis(redis.port, '127.0.0.1');
    onTestFinished(() => client.disconnect());
    return onRedis(client);
  },
  'ioredis 5': async () => {
    const client = new Ioredis5(redis.port, '127.0.0.1');
    onTestFinished(() => client.disconnect());
    return onRedis(client);
  },
  'redis 6': async () => {
    const client = createClient({ url: redis.url });
    await client.connect();
    onTestFinished(() => client.destroy());
    return onRedis(client);
  },
  'redis 5': async () => {
    const client = createClient5({ url: redis.url });
    await client.connect();
    onTestFinished(() => client.destroy());
    return onRedis(client);
  },
  'ioredis 6 by a Sentinel': async () => {
    const sentinels = [{ host: '127.0.0.1', port: watched.sentinel.port }];
    const client = new Ioredis({ sentinels, name: SENTINEL_NAME });
    onTestFinished(() => client.disconnect());
    return onRedis(client, watched.first);
  },
  'ioredis 6 on a Redis Cluster': async () => {
    const client = new IoredisCluster([{ host: '127.0.0.1', port: sharded.port }]);
    onTestFinished(() => client.disconnect());
    return onRedis(client, sharded);
  },
  'redis 6 on a Redis Cluster': async () => {
    const client = createCluster({ rootNodes: [{ url: sharded.url }] });
    client.on('error', () => {});
    await client.connect();
    onTestFinished(() => client.destroy());
    return onRedis(client, sharded);
  },
  memory: async () => {
    let now = Date.now();
    const pass = async (ms: number): Promise<void> => void (now += ms);
    return { cluster: memoryCluster(), expire: pass, settle: () => pass(2_050), now: () => now };
  },
};

describe.each(Object.keys(KINDS))('the store on %s', (kind) => {
  const open = async () => {
    const made = await KINDS[kind]!();
    const connect = (): ClusterStore => {
      const store = made.cluster.open({ wallNow: made.now });
      onTestFinished(() => store.close());
      return store;
    };
    return { ...made, connect };
  };
  /** A store that all nodes have looked at. */
  const settled = async () => {
    const made = await open();
    const store = made.connect();
    await tick(store);
    await made.settle();
    return { ...made, store };
  };

  test('a node sees itself and the others, and none that has left', async () => {
    const { connect } = await open();
    const [one, other] = [connect(), connect()];
    const alone = await tick(one, { id: 'one', announcement: '{"n":1}\n' });
    expect(alone.members).toEqual([{ id: 'one', announcement: '{"n":1}\n' }]);
    const both = await tick(other, { id: 'other', announcement: 'é' });
    expect(both.members.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
      { id: 'one', announcement: '{"n":1}\n' },
      { id: 'other', announcement: 'é' },
    ]);
    await tick(other, { id: 'other', announcement: '', confirmedSeq: 1 });
    expect((await tick(one, { id: 'one', confirmedSeq: 1 })).members.map(({ id }) => id)).toEqual(['one']);
  });

  test('a node that stops is a member for the TTL, and time stands still while none ticks', async () => {
    const { connect, expire } = await open();
    const store = connect();
    await tick(store, { id: 'gone', ttlMs: 300 });
    await tick(store, { id: 'stays', ttlMs: 300 });
    await expire(400);
    const afterPause = await tick(store, { id: 'stays', ttlMs: 300, confirmedSeq: 1 });
    expect(afterPause.members).toHaveLength(1);
    // A pause of the whole cluster that is longer than the step of its time.
    await tick(store, { id: 'other', ttlMs: 1_100 });
    await expire(1_300);
    const afterOutage = await tick(store, { id: 'stays', ttlMs: 1_100, confirmedSeq: 1 });
    expect(afterOutage.members.map(({ id }) => id)).toContain('other');
  });

  test('of two writes of one revision, one wins and the other learns what did', async () => {
    const { store } = await settled();
    expect(await write(store, { next: register(1, 'a', '{"by":"ada"}') })).toEqual({ kind: 'written' });
    expect(await write(store, { next: register(1, 'b', '{}') })).toEqual({
      kind: 'conflict',
      register: register(1, 'a', '{"by":"ada"}'),
    });
    const expected = { revision: 1, stamp: 'a' };
    expect(await write(store, { expected, next: register(2, 'c', 'é\u0000"') })).toEqual({ kind: 'written' });
    const seen = [{ name: 'settings', revision: 1, stamp: 'a' }];
    expect((await tick(store, { seen })).registers).toEqual([register(2, 'c', 'é\u0000"')]);
    const seenNow = [{ name: 'settings', revision: 2, stamp: 'c' }];
    expect((await tick(store, { seen: seenNow })).registers).toEqual([]);
  });

  test('a store that is new, or has lost writes, takes only what is written back until all nodes had the time to', async () => {
    const { connect, settle } = await open();
    const store = connect();
    expect((await tick(store)).unsettledMs).toBeGreaterThan(1_000);
    expect(await write(store)).toEqual({ kind: 'unsettled' });
    expect(await write(store, { isRestore: true, next: register(7, 'g', 'kept') })).toEqual({ kind: 'written' });
    await settle();
    expect((await tick(store, { confirmedSeq: 1 })).unsettledMs).toBe(0);
    // The node has been confirmed a tick that this store has not heard of.
    expect(await write(store, { confirmedSeq: LATER })).toEqual({ kind: 'unsettled' });
    expect((await tick(store, { confirmedSeq: LATER })).unsettledMs).toBeGreaterThan(1_000);
  });

  test('one node holds a lease, and the token of its follower shuts out its own writes', async () => {
    const { store } = await settled();
    const wish = { name: 'guard', wants: true, highestSeen: 0 };
    const [first] = (await tick(store, { id: 'one', leases: [wish] })).leases;
    expect(first).toMatchObject({ name: 'guard', holder: 'one' });
    expect((await tick(store, { id: 'two', leases: [wish] })).leases).toEqual([first]);
    await tick(store, { id: 'one', confirmedSeq: 1, leases: [{ ...wish, wants: false }] });
    const highestSeen = Number.MAX_SAFE_INTEGER - 10;
    const [second] = (await tick(store, { id: 'two', leases: [{ ...wish, highestSeen }] })).leases;
    expect(second).toEqual({ name: 'guard', holder: 'two', token: highestSeen + 1 });
    expect(await write(store, { by: { lease: 'guard', token: first!.token } })).toEqual({ kind: 'fenced' });
    expect(await write(store, { by: { lease: 'guard', token: second!.token } })).toEqual({ kind: 'written' });
  });

  test('letters arrive once, in order, and the newest 64 of them', async () => {
    const { connect } = await open();
    const store = connect();
    const letters = Array.from({ length: 70 }, (_, index) => ({ to: 'other', text: `letter ${index}` }));
    await tick(store, { letters });
    const { letters: received } = await tick(store, { id: 'other' });
    expect(received).toEqual(letters.slice(6).map(({ text }) => text));
    expect((await tick(store, { id: 'other', confirmedSeq: 1 })).letters).toEqual([]);
  });

  test('a tick that is read late, after a newer one, changes nothing and takes no mail', async () => {
    const { connect } = await open();
    const store = connect();
    await tick(store, { id: 'one', seq: 5, announcement: 'new' });
    await tick(store, { id: 'two', letters: [{ to: 'one', text: 'for you' }] });
    await expect(tick(store, { id: 'one', seq: 4, announcement: 'old' })).rejects.toThrow(/later tick/);
    const { members, letters } = await tick(store, { id: 'one', seq: 6, announcement: 'new' });
    expect(members).toContainEqual({ id: 'one', announcement: 'new' });
    expect(letters).toEqual(['for you']);
  });

  test('a closed connection answers no call', async () => {
    const { connect } = await open();
    const store = connect();
    await tick(store);
    store.close();
    store.close();
    await expect(tick(store)).rejects.toThrow(/./);
  });
});

test('a script that Redis has forgotten is sent again, and all keys have one hash tag and an end', async () => {
  const client = new Ioredis(redis.port, '127.0.0.1', { keyPrefix: 'app:' });
  onTestFinished(() => client.disconnect());
  const store = redisCluster({ client, prefix: 'only' }).open({ wallNow: Date.now });
  onTestFinished(() => store.close());
  await tick(store);
  await redis.command('SCRIPT', 'FLUSH');
  await tick(store, { confirmedSeq: 1, letters: [{ to: 'other', text: 'x' }] });
  const keys = (await client.keys('app:{only}:*')).toSorted();
  expect(keys).toEqual(['app:{only}:mail:other', 'app:{only}:members', 'app:{only}:state']);
  const ends = await Promise.all(keys.map((key) => client.pttl(key.slice('app:'.length))));
  expect(ends.every((ms) => ms > 0)).toBe(true);
});

test('a Redis that is not there makes a call fail, and no queue', async () => {
  const gone = new Ioredis(1, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null });
  gone.on('error', () => {});
  const away = createClient({ url: 'redis://127.0.0.1:1' });
  away.on('error', () => {});
  for (const client of [gone, away]) {
    const store = redisCluster({ client }).open({ wallNow: Date.now });
    await expect(tick(store)).rejects.toThrow(/./);
    store.close();
  }
});

test.each([[undefined], [{}], [{ evalsha() {} }], ['redis://127.0.0.1']])('%o is no client', (client) => {
  expect(() => redisCluster({ client } as never)).toThrow(/client.*ioredis/s);
});

test.each([
  [undefined, 'redisCluster(options) must be an object, got undefined'],
  ['redis://127.0.0.1', 'redisCluster(options) must be an object, got "redis://127.0.0.1"'],
  [{ client: {}, prefx: 'shop' }, 'there is no option prefx, do you mean prefix?'],
])('%o are no options', (options, message) => {
  expect(() => redisCluster(options as never)).toThrow(message);
});

/** A tick that no store of these tests has heard of. */
const LATER = 1_000_000_000;
let seq = 0;

const tick = (store: ClusterStore, request: Partial<TickRequest> = {}) =>
  store.tick({
    id: 'node',
    seq: ++seq,
    confirmedSeq: 0,
    ttlMs: 6_000,
    announcement: 'here',
    seen: [],
    leases: [],
    letters: [],
    ...request,
  });

const write = (store: ClusterStore, request: Partial<WriteRequest> = {}) =>
  store.write({
    id: 'node',
    confirmedSeq: 0,
    expected: { revision: 0, stamp: '' },
    next: register(1, 'stamp', '{}'),
    isRestore: false,
    by: null,
    ...request,
  });

const register = (revision: number, stamp: string, body: string): StoredRegister => ({
  name: 'settings',
  revision,
  stamp,
  body,
});
