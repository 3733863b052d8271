import { beforeAll, expect, it } from 'vitest';
import { bundleClusterGateway, startGatewayProcess, type GatewayProcess } from '../support/gateway/clusterProcesses.js';
import { connectCrowd, type CrowdClient } from '../support/gateway/crowd.js';
import { startChaosProxy } from '../support/network/chaosProxy.js';
import { startNginx } from '../support/network/nginx.js';
import { startRedis, type RedisServer } from '../support/network/redisServer.js';
import { sleep, waitFor } from '../support/waitFor.js';

/**
 * What is promised takes `CLUSTER_FACTOR=3.4` (500 clients, 30 s without Redis, 5 100 connections); the rolling drain of 3 000
 * clients takes 7.5.
 */
const FACTOR = Number(process.env['CLUSTER_FACTOR'] ?? 1);
const CROWD = Math.min(500, 200 * FACTOR);
const AWAY_MS = Math.min(30_000, 12_000 * FACTOR);
const ROLLING = 400 * FACTOR;

let script: string;
beforeAll(async () => {
  script = await bundleClusterGateway();
});

const LIBRARIES = ['ioredis', 'redis'] as const;

async function startSome(count: number, redis: RedisServer, options: object = {}): Promise<GatewayProcess[]> {
  const starting = Array.from({ length: count }, (_, index) =>
    startGatewayProcess(script, { redisPort: redis.port, library: LIBRARIES[index % 2]!, ...options }),
  );
  return Promise.all(starting);
}

async function behindNginx(gateways: readonly GatewayProcess[]): Promise<string> {
  const { port } = await startNginx({ upstreamPort: gateways.map((gateway) => gateway.port), readTimeoutSeconds: 60 });
  return `ws://127.0.0.1:${port}/ws`;
}

const countOf = async (gateway: GatewayProcess): Promise<number> =>
  (await gateway.ask('GET', '/stats')).json.connections;
const countsAre = (gateways: readonly GatewayProcess[], count: number) => async (): Promise<boolean> =>
  (await Promise.all(gateways.map(countOf))).every((found) => found === count);
const change = (gateway: GatewayProcess, intervalMs: number) =>
  gateway.ask('PATCH', '/settings', { intervalMs, guard: null });
const changed = (gateway: GatewayProcess, intervalMs: number) => async (): Promise<boolean> =>
  (await change(gateway, intervalMs)).status === 200;
const follow = (clients: readonly CrowdClient[], intervalMs: number) => (): boolean =>
  clients.every(({ socket }) => socket.store.getState().settings.intervalMs === intervalMs);
const expectUntouched = (clients: readonly CrowdClient[]): void => {
  expect(clients.filter(({ drops, wasLost }) => drops > 0 || wasLost)).toHaveLength(0);
  expect(clients.every(({ isOpen }) => isOpen)).toBe(true);
};
const expectForward = (clients: readonly CrowdClient[]): void => {
  const backwards = clients.filter(({ versions }) =>
    versions.some((version, index) => version < (versions[index - 1] ?? 0)),
  );
  expect(backwards).toHaveLength(0);
};

it('a kill -9 among three: all clients are back, and each is counted once', { timeout: 120_000 }, async () => {
  const redis = await startRedis();
  const gateways = await startSome(3, redis, { intervalMs: 2_000 });
  const clients = await connectCrowd(await behindNginx(gateways), CROWD);
  const [first, second, third] = gateways as [GatewayProcess, GatewayProcess, GatewayProcess];
  await waitFor('all gateways count all', countsAre(gateways, CROWD));
  await third.kill('SIGKILL');
  const killedAt = performance.now();
  await waitFor('all clients are back', () => clients.every(({ isOpen }) => isOpen), 60_000);
  await waitFor('the others count right', countsAre([first, second], CROWD), 60_000);
  console.log(`${CROWD} clients back and counted right ${Math.round(performance.now() - killedAt)} ms after the kill`);
  // No ghost comes back later.
  await sleep(7_000);
  expect(await countsAre([first, second], CROWD)()).toBe(true);
});

it(
  'Redis stopped, paused, slow, flushed: no client notices, and versions only grow',
  { timeout: 180_000 },
  async () => {
    const redis = await startRedis();
    const proxy = await startChaosProxy({ target: { host: '127.0.0.1', port: redis.port } });
    const gateways = await startSome(2, redis, { intervalMs: 2_000 });
    // The third is behind a path that can fail.
    gateways.push(await startGatewayProcess(script, { redisPort: proxy.port, intervalMs: 2_000 }));
    const [first, second, third] = gateways as [GatewayProcess, GatewayProcess, GatewayProcess];
    // Each client and its gateway ping each other every two seconds.
    const clients = await connectCrowd(await behindNginx(gateways), CROWD);
    await waitFor('all gateways count all', countsAre(gateways, CROWD));
    clients.forEach((client) => client.forget());

    redis.stop();
    await sleep(AWAY_MS);
    expect((await change(first, 9_000)).status).toBe(503);
    redis.resume();
    await waitFor('changes are taken', changed(first, 2_100), 30_000);
    await waitFor('all follow', follow(clients, 2_100));
    expect(await Promise.all(gateways.map(countOf))).toEqual([CROWD, CROWD, CROWD]);

    await redis.command('CLIENT', 'PAUSE', '8000', 'ALL');
    await sleep(8_000);
    await waitFor('changes are taken', changed(second, 2_200), 30_000);
    await waitFor('all follow', follow(clients, 2_200));

    // Slow by two seconds, for one of them: it still follows, and is still counted.
    proxy.latency({ ms: 1_000 });
    await sleep(6_000);
    expect(await countsAre([first, second], CROWD)()).toBe(true);
    await waitFor('changes are taken', changed(first, 2_300), 30_000);
    await waitFor('all follow', follow(clients, 2_300));
    proxy.latency({ ms: 0 });

    // Partitioned: it goes on with its last settings and its clients, and catches up.
    proxy.blackhole();
    await waitFor('the partitioned gateway says so', async () => (await change(third, 9_000)).status === 503);
    await waitFor('changes are taken by the others', changed(first, 2_400), 30_000);
    await sleep(7_000);
    expect((await third.ask('GET', '/settings')).json.intervalMs.value).toBe(2_300);
    proxy.resetAll();
    proxy.heal();
    await waitFor('it catches up', follow(clients, 2_400), 30_000);
    await waitFor('all are counted once', countsAre(gateways, CROWD), 30_000);

    await redis.command('FLUSHALL');
    await waitFor('changes are taken', changed(third, 2_500), 30_000);
    await waitFor('all follow', follow(clients, 2_500));
    await redis.restart();
    await waitFor('changes are taken', changed(first, 2_600), 30_000);
    await waitFor('all follow', follow(clients, 2_600));
    expectForward(clients);
    expectUntouched(clients);
  },
);

it('Redis works as much for few connections as for many', { timeout: 120_000 }, async () => {
  const redis = await startRedis();
  const gateways = await startSome(2, redis);
  const url = await behindNginx(gateways);
  const measure = async (): Promise<number> => {
    await redis.command('CONFIG', 'RESETSTAT');
    const startedAt = performance.now();
    await sleep(10_000);
    const stats = await redis.command('INFO', 'commandstats');
    const calls = [...stats.matchAll(/cmdstat_(?:evalsha|eval):calls=(\d+)/g)].map(([, count]) => Number(count));
    const seconds = (performance.now() - startedAt) / 1_000;
    return calls.reduce((sum, count) => sum + count, 0) / seconds / gateways.length;
  };
  await connectCrowd(url, 100);
  const few = await measure();
  const many = 1_500 * FACTOR;
  await connectCrowd(url, many - 100, 400);
  const more = await measure();
  console.log(`scripts a gateway and second: ${few.toFixed(2)} at 100 connections, ${more.toFixed(2)} at ${many}`);
  expect(more / few).toBeGreaterThan(0.9);
  expect(more / few).toBeLessThan(1.1);
});

it(
  'a rolling drain of three gateways to three new ones moves each client once',
  { timeout: 180_000, retry: 1 },
  async () => {
    const redis = await startRedis();
    const admitPerSecond = Math.ceil(ROLLING / 10);
    const old = await startSome(3, redis, { generation: 'old', admitPerSecond });
    const fresh = await startSome(3, redis, { generation: 'new', admitPerSecond });
    const [entrance, ...rest] = [...old, ...fresh];
    const url = await behindNginx([entrance!, ...rest]);
    const clients = await connectCrowd(url, ROLLING, admitPerSecond * 3);
    await waitFor('all are counted', countsAre(old, ROLLING));
    const byGeneration = (await old[0]!.ask('GET', '/stats?windowMs=60000')).json.gateways as {
      gatewayId: string;
      connections: number;
    }[];
    const ofOld = new Set(old.map(({ id }) => id));
    const moves = byGeneration
      .filter(({ gatewayId }) => ofOld.has(gatewayId))
      .reduce((sum, each) => sum + each.connections, 0);
    clients.forEach((client) => client.forget());
    const begun = await fresh[0]!.ask('POST', '/drain', { rolling: true, keep: 'new', overMs: 20_000 });
    expect([begun.status, begun.json.rolling.gateways.length]).toEqual([202, 3]);
    await waitFor(
      'all are on the new ones',
      async () => {
        const { json } = await fresh[0]!.ask('GET', '/drain');
        return json.rolling === undefined && clients.every(({ isOpen }) => isOpen);
      },
      120_000,
    );
    const dials = clients.reduce((sum, client) => sum + client.dials, 0);
    const busiest = await Promise.all(fresh.map((gateway) => gateway.busiestSecond()));
    console.log(
      `${moves} moves, ${dials} attempts, busiest second of a new gateway: ${busiest.join(', ')} of ${admitPerSecond}`,
    );
    expect(dials / moves).toBeLessThanOrEqual(1.05);
    expect(clients.filter(({ wasLost }) => wasLost)).toHaveLength(0);
    expect(Math.max(...busiest)).toBeLessThanOrEqual(admitPerSecond);
  },
);
