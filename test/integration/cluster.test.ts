import { beforeAll, expect, it } from 'vitest';
import { bundleClusterGateway, startGatewayProcess, type GatewayProcess } from '../support/gateway/clusterProcesses.js';
import { connectCrowd, type CrowdClient } from '../support/gateway/crowd.js';
import { startNginx } from '../support/network/nginx.js';
import { startRedis } from '../support/network/redisServer.js';
import { waitFor } from '../support/waitFor.js';

let script: string;
beforeAll(async () => {
  script = await bundleClusterGateway();
});

/** Three gateways as processes, both libraries among them, on one Redis, behind nginx without sticky sessions. */
async function startThree() {
  const redis = await startRedis();
  const gateways = await Promise.all(
    (['ioredis', 'redis', 'ioredis'] as const).map((library) =>
      startGatewayProcess(script, { redisPort: redis.port, library, intervalMs: 1_000 }),
    ),
  );
  const nginx = await startNginx({ upstreamPort: gateways.map(({ port }) => port), readTimeoutSeconds: 60 });
  return { redis, gateways, url: `ws://127.0.0.1:${nginx.port}/ws` };
}

const countOf = async (gateway: GatewayProcess): Promise<number> =>
  (await gateway.ask('GET', '/stats')).json.connections;
const follows = (intervalMs: number) => (client: CrowdClient) =>
  client.socket.store.getState().settings.intervalMs === intervalMs;

it(
  'three gateways behind nginx: settings, a kill -9, a Redis that is stopped, empty, and back',
  { timeout: 120_000 },
  async () => {
    const { redis, gateways, url } = await startThree();
    const [first, second, third] = gateways as [GatewayProcess, GatewayProcess, GatewayProcess];
    const clients = await connectCrowd(url, 30);
    await waitFor('all gateways count all', async () => {
      const counts = await Promise.all(gateways.map(countOf));
      return counts.every((count) => count === 30);
    });
    const per = (await first.ask('GET', '/stats?windowMs=60000')).json.gateways;
    expect(per.map(({ connections }: { connections: number }) => connections)).toEqual([10, 10, 10]);

    // One operator changes the interval on one gateway: all clients follow, and none reconnects.
    const changedAt = performance.now();
    expect((await second.ask('PATCH', '/settings', { intervalMs: 2_000, guard: null }, 1)).status).toBe(200);
    await waitFor('all clients follow', () => clients.every(follows(2_000)));
    console.log(`all clients follow after ${Math.round(performance.now() - changedAt)} ms`);
    const stale = await third.ask('PATCH', '/settings', { intervalMs: 3_000, guard: null }, 1);
    expect([stale.status, stale.json.current.version]).toEqual([412, 2]);

    // Redis loses all: the version stays.
    await redis.command('FLUSHALL');
    await waitFor('the settings are back in Redis', async () =>
      (await redis.command('HGET', '{heartbeat}:state', 'r:settings:revision')).startsWith('$1\r\n1'),
    );
    expect((await third.ask('GET', '/settings')).json.version).toBe(2);

    // Redis is gone, and comes back empty: every client stays connected, and a change waits.
    await redis.kill();
    await waitFor('the alert', async () =>
      (await first.ask('GET', '/alerts')).json.active.some(({ rule }: { rule: string }) => rule === 'cluster'),
    );
    expect((await first.ask('PATCH', '/settings', { intervalMs: 3_000, guard: null })).status).toBe(503);
    expect(clients.every(({ isOpen, drops }) => isOpen && drops === 0)).toBe(true);
    await redis.restart();
    let version = 0;
    await waitFor('changes are taken again', async () => {
      const { status, json } = await first.ask('PATCH', '/settings', { intervalMs: 3_000, guard: null });
      if (status === 200) ({ version } = json);
      return status === 200;
    });
    expect(version).toBe(3);
    await waitFor('all clients follow', () => clients.every(follows(3_000)));
    expect(clients.every(({ isOpen, drops }) => isOpen && drops === 0)).toBe(true);

    // One gateway is killed: its clients are on the others, and counted once.
    await third.kill('SIGKILL');
    await waitFor('its clients have noticed', () => clients.filter(({ drops }) => drops > 0).length === 10);
    await waitFor('all clients are back', () => clients.every(({ isOpen }) => isOpen));
    await waitFor('the others count right', async () => {
      const counts = await Promise.all([first, second].map(countOf));
      return counts.every((count) => count === 30);
    });
    await waitFor('the killed one is forgotten', async () => {
      const { gateways: known } = (await first.ask('GET', '/stats?windowMs=60000')).json;
      return known.length === 2;
    });
    expect(await Promise.all([first, second].map(countOf))).toEqual([30, 30]);
  },
);
