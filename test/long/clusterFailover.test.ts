import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { bundleClusterGateway, startGatewayProcess, type GatewayProcess } from '../support/gateway/clusterProcesses.js';
import { connectCrowd, type CrowdClient } from '../support/gateway/crowd.js';
import { startNginx } from '../support/network/nginx.js';
import { SENTINEL_NAME, startSentinel } from '../support/network/redisKinds.js';
import { startRedis } from '../support/network/redisServer.js';
import { loadOldPackage } from '../support/packaging/oldPackage.js';
import { waitFor } from '../support/waitFor.js';

let script: string;
beforeAll(async () => {
  script = await bundleClusterGateway();
});

type Options = Omit<Parameters<typeof startGatewayProcess>[1], 'library'>;

/** Two gateways, one with each library, and clients of both. */
async function startPair(options: Options) {
  const pair = await Promise.all([
    startGatewayProcess(script, { ...options, library: 'ioredis', intervalMs: 2_000 }),
    startGatewayProcess(script, { ...options, library: 'redis', intervalMs: 2_000 }),
  ]);
  const { port } = await startNginx({ upstreamPort: pair.map((gateway) => gateway.port), readTimeoutSeconds: 60 });
  const url = `ws://127.0.0.1:${port}/ws`;
  const clients = await connectCrowd(url, 20);
  await waitFor('both count all', async () => {
    const counts = await Promise.all(pair.map(async (one) => (await one.ask('GET', '/stats')).json.connections));
    return counts.every((count) => count === 20);
  });
  clients.forEach((client) => client.forget());
  return { first: pair[0], second: pair[1], clients, url };
}

const change = (gateway: GatewayProcess, intervalMs: number) =>
  gateway.ask('PATCH', '/settings', { intervalMs, guard: null });
const versionOf = async (gateway: GatewayProcess): Promise<number> =>
  (await gateway.ask('GET', '/settings')).json.version;
const follow = (clients: readonly CrowdClient[], intervalMs: number) => (): boolean =>
  clients.every(({ socket }) => socket.store.getState().settings.intervalMs === intervalMs);

/** Changes the interval as soon as that is taken again, and returns the version. */
async function changeWhenTaken(gateway: GatewayProcess, intervalMs: number): Promise<number> {
  let version = 0;
  await waitFor(
    'a change to be taken',
    async () => {
      const { status, json } = await change(gateway, intervalMs);
      if (status === 200) ({ version } = json);
      return status === 200;
    },
    60_000,
  );
  return version;
}

function expectUntouched(clients: readonly CrowdClient[]): void {
  expect(clients.filter(({ drops, wasLost, isOpen }) => drops > 0 || wasLost || !isOpen)).toHaveLength(0);
  const backwards = clients.filter(({ versions }) => versions.some((version, at) => version < (versions[at - 1] ?? 0)));
  expect(backwards).toHaveLength(0);
}

it(
  'a Sentinel that fails over and loses the newest change: the version does not go back',
  { timeout: 150_000 },
  async () => {
    const { first: redis, second: follower, sentinel } = await startSentinel();
    const { first, second, clients } = await startPair({ redisPort: sentinel.port, sentinelName: SENTINEL_NAME });
    expect((await change(first, 2_100)).status).toBe(200);
    await waitFor('the follower to have it', async () =>
      (await follower.command('HGET', '{heartbeat}:state', 'r:settings:revision')).startsWith('$1'),
    );
    await waitFor('all follow', follow(clients, 2_100));
    // The follower hears nothing of the next change.
    follower.stop();
    expect((await change(first, 2_200)).json.version).toBe(3);
    await waitFor('all follow', follow(clients, 2_200));
    await redis.kill();
    follower.resume();
    const killedAt = performance.now();
    await waitFor(
      'the follower to lead',
      async () => (await follower.command('INFO', 'replication')).includes('role:master'),
      60_000,
    );
    expect(await changeWhenTaken(second, 2_300)).toBe(4);
    expect(await changeWhenTaken(first, 2_400)).toBe(5);
    console.log(`changes are taken again ${Math.round(performance.now() - killedAt)} ms after the leader was killed`);
    await waitFor('all follow', follow(clients, 2_400));
    await waitFor('both agree', async () => (await versionOf(second)) === 5 && (await versionOf(first)) === 5);
    expectUntouched(clients);
  },
);

it('a Redis that comes back with an old dump: the version does not go back', { timeout: 120_000 }, async () => {
  const redis = await startRedis();
  const { first, second, clients } = await startPair({ redisPort: redis.port });
  expect((await change(first, 2_100)).status).toBe(200);
  expect(await redis.command('SAVE')).toContain('OK');
  expect((await change(second, 2_200)).status).toBe(200);
  expect((await change(first, 2_300)).json.version).toBe(4);
  await waitFor('all follow', follow(clients, 2_300));
  await redis.restart();
  expect(await redis.command('HGET', '{heartbeat}:state', 'r:settings:revision')).not.toContain('$-1');
  expect(await changeWhenTaken(second, 2_400)).toBe(5);
  await waitFor('all follow', follow(clients, 2_400));
  await waitFor('both agree', async () => (await versionOf(first)) === 5);
  expectUntouched(clients);
});

it('a guarded change is tried on people of both gateways, and ended at either', { timeout: 90_000 }, async () => {
  const redis = await startRedis();
  const { first, second, clients } = await startPair({ redisPort: redis.port });
  const begun = await first.ask('PATCH', '/settings', { intervalMs: 6_000 });
  expect([begun.status, begun.json.guard?.status]).toEqual([200, 'running']);
  const peersAt = async (gateway: GatewayProcess): Promise<number[]> => {
    const { guard } = (await gateway.ask('GET', '/settings')).json;
    return [guard?.tried.peers, guard?.rest.peers];
  };
  for (const gateway of [first, second]) {
    await waitFor('the progress', async () => (await peersAt(gateway)).join() === '10,10');
  }
  const follower = (): number[] =>
    [first, second].map(
      ({ id }) =>
        clients.filter(({ socket }) => {
          const { gatewayId, settings } = socket.store.getState();
          return gatewayId === id && settings.intervalMs === 6_000;
        }).length,
    );
  await waitFor('the share', () => follower().reduce((sum, count) => sum + count, 0) === 10);
  console.log(`of 20 people, ${follower().join(' and ')} try the change`);
  const ended = await second.ask('POST', '/settings/guard', { action: 'promote' });
  expect(ended.status).toBe(200);
  await waitFor('all follow', follow(clients, 6_000));
  await waitFor('both agree', async () => (await versionOf(first)) === (await versionOf(second)));
  expectUntouched(clients);
});

it('a client of 0.1.0 follows the cluster, and moves on when its gateway dies', { timeout: 90_000 }, async () => {
  const redis = await startRedis();
  const { first, second, url } = await startPair({ redisPort: redis.port });
  const old = await loadOldPackage();
  const sockets = Array.from({ length: 4 }, () => {
    const socket = old.createHeartbeatSocket(url, { WebSocket, reconnect: { minDelayMs: 20, baseDelayMs: 30 } });
    onTestFinished(() => socket.destroy());
    socket.connect();
    return socket;
  });
  const states = () => sockets.map(({ store }) => store.getState());
  await waitFor('all to be welcomed', () => states().every(({ connectionId }) => connectionId !== null));
  const home = new Set(states().map(({ gatewayId }) => gatewayId));
  expect(home).toEqual(new Set([first.id, second.id]));
  expect((await change(second, 2_100)).status).toBe(200);
  await waitFor('all follow', () => states().every(({ settings }) => settings.intervalMs === 2_100));
  await first.kill('SIGKILL');
  await waitFor(
    'all to be on the other',
    () => states().every(({ gatewayId, status }) => status === 'open' && gatewayId === second.id),
    30_000,
  );
  for (const { log } of sockets) {
    expect(log.filter(({ kind }) => kind === 'frame.invalid' || kind === 'frame.unknown')).toEqual([]);
  }
});
