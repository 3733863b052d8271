import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createHeartbeatGateway, type HeartbeatGateway } from '../../src/gateway/index.js';
import { startServer } from '../support/gateway/gateways.js';
import { median, settledHeap } from '../support/gateway/heap.js';
import { seeded } from '../support/gateway/mutations.js';
import { sleep, waitFor } from '../support/waitFor.js';

const SOAK_MS = Number(process.env['SOAK_MS'] ?? 60_000);
const STEP_MS = 50;
const ACTS_PER_STEP = 12;
const SAMPLE_MS = 1_000;
const POPULATION = 150;

/** TCP connections that became WebSockets and are still there: counted beside the gateway, not by it. */
function countUpgraded(server: Server): { readonly size: number } {
  const open = new Set<Socket>();
  server.on('upgrade', (_request, socket: Socket) => {
    // The gateway is closed, and has let go of the server: who was still on the way would wait for ever.
    if (server.listenerCount('upgrade') === 1) return void socket.destroy();
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  return open;
}

const connectionCount = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });

const gauge = async (gateway: HeartbeatGateway): Promise<number> => {
  const text = await gateway.registry.getSingleMetricAsString('heartbeat_connections');
  return Number(/^heartbeat_connections (\d+)$/m.exec(text)?.[1]);
};

it(
  `${SOAK_MS / 1_000} s of kills, silences, floods and refusals: heap and handles flat, the gauge true at every sample`,
  async () => {
    const { server, port } = await startServer(createServer());
    const upgraded = countUpgraded(server);
    const gateway = createHeartbeatGateway({
      server,
      env: {},
      configFile: false,
      heartbeat: { intervalMs: 200, timeoutMs: 600 },
      closeTimeoutMs: 200,
      origins: ['https://app.example.com'],
      authenticate: ({ headers }) => headers.cookie !== 'bad',
    });
    onTestFinished(() => gateway.close());
    const url = `ws://127.0.0.1:${port}/ws`;
    const random = seeded(5);
    const clients: WebSocket[] = [];
    const counts = { opened: 0, refused: 0 };
    const steady = new WebSocket(url);
    let steadyCode: number | null = null;
    steady.on('close', (code) => (steadyCode = code));
    onTestFinished(() => steady.terminate());

    const dial = (headers: Record<string, string> = {}, autoPong = true): void => {
      const client = new WebSocket(url, { headers, autoPong });
      client.on('open', () => (counts.opened += 1));
      client.on('error', () => (counts.refused += client.readyState === WebSocket.OPEN ? 0 : 1));
      client.on('close', () => clients.splice(clients.indexOf(client), 1));
      clients.push(client);
    };
    const acts: ((client: WebSocket) => void)[] = [
      (client) => client.terminate(),
      (client) => client.close(1000),
      (client) => client.readyState === WebSocket.OPEN && client.pause(),
      (client) => {
        for (let count = 0; client.readyState === WebSocket.OPEN && count < 40; count += 1) {
          client.send('{"type":"ping"}', () => {});
        }
      },
      (client) => client.readyState === WebSocket.OPEN && client.send(Buffer.alloc(2_000_000), () => {}),
      () => dial({ Origin: 'https://evil.test' }),
      () => dial({ Cookie: 'bad' }),
      () => dial({}, false),
      () => [...gateway.peers][1]?.socket.terminate(),
    ];

    const heaps: number[] = [];
    const handles: number[] = [];
    const startedAt = performance.now();
    let sampledAt = startedAt;
    let samples = 0;
    const wrong: string[] = [];
    while (performance.now() - startedAt < SOAK_MS) {
      for (let count = 0; count < ACTS_PER_STEP; count += 1) {
        const client = clients[Math.floor(random() * clients.length)];
        if (!client || clients.length < POPULATION) dial();
        else acts[Math.floor(random() * acts.length)]?.(client);
      }
      // oxlint-disable-next-line no-await-in-loop -- the load is to last
      await sleep(STEP_MS);
      if (performance.now() - sampledAt < SAMPLE_MS) continue;
      sampledAt = performance.now();
      samples += 1;
      // oxlint-disable-next-line no-await-in-loop -- microtasks only: no socket comes or goes meanwhile
      const told = await gauge(gateway);
      if (told !== gateway.peers.size) wrong.push(`gauge ${told}, peers ${gateway.peers.size}`);
      // A handshake that is being authenticated, or refused, is a TCP connection and no peer yet.
      if (told > upgraded.size) wrong.push(`gauge ${told}, sockets ${upgraded.size}`);
      heaps.push(settledHeap());
      handles.push(process.getActiveResourcesInfo().length);
    }

    expect(wrong).toEqual([]);
    expect(samples).toBeGreaterThan(SOAK_MS / SAMPLE_MS / 3);
    // That there was a load at all: how much of it there is, is the machine's to say.
    expect(counts.opened).toBeGreaterThan(SOAK_MS / 100);
    expect(counts.refused).toBeGreaterThan(SOAK_MS / 1_000);
    const { closed } = gateway.stats();
    const reasons = ['heartbeat_timeout', 'rate_limited', 'too_large', 'abnormal', 'normal'] as const;
    expect(reasons.filter((reason) => closed[reason] === 0)).toEqual([]);
    const third = Math.floor(heaps.length / 3);
    const growth = median(heaps.slice(-third)) - median(heaps.slice(third, 2 * third));
    const [handlesBefore, handlesAfter] = [median(handles.slice(third, 2 * third)), median(handles.slice(-third))];
    console.log(
      `${samples} samples, ${counts.opened} opened, ${counts.refused} refused; from the second third to the last ` +
        `the heap went from ${Math.round((median(heaps.slice(-third)) - growth) / 1_000)} kB by ${Math.round(growth / 1_000)} kB, ` +
        `handles from ${handlesBefore} to ${handlesAfter}`,
    );
    expect(growth).toBeLessThan(3_000_000);
    expect(handlesAfter).toBeLessThan(1.5 * handlesBefore + 20);
    expect(steadyCode).toBeNull();

    for (const client of clients.slice()) client.terminate();
    await waitFor('every other client is gone', () => gateway.peers.size === 1, 10_000);
    await waitFor('their sockets, too', () => upgraded.size === 1, 10_000);
    expect(await gauge(gateway)).toBe(1);
    const { opened } = gateway.stats().counters;
    expect(Object.values(gateway.stats().closed).reduce((sum, count) => sum + count, 0)).toBe(opened - 1);

    // Named here, as a clean-up that waits for ever would not say for what.
    steady.terminate();
    await gateway.close();
    server.closeAllConnections();
    await waitFor('no TCP connection is left', async () => (await connectionCount(server)) === 0, 10_000);
  },
  SOAK_MS + 60_000,
);
