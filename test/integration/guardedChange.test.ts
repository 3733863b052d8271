import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createHeartbeatSocket } from '../../src/client/createHeartbeatSocket.js';
import type { HeartbeatSocket } from '../../src/client/heartbeatSocket.js';
import { ADMIN as admin, ask, startGateway, waitForHellos } from '../support/gateway/gateways.js';
import { startNginx } from '../support/network/nginx.js';
import { sleep, waitFor } from '../support/waitFor.js';

function connect(url: string, count: number): HeartbeatSocket[] {
  const sockets = Array.from({ length: count }, () => createHeartbeatSocket(url, { WebSocket }));
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
  for (const socket of sockets) socket.connect();
  return sockets;
}

const patch = (port: number, body: object) =>
  ask(port, 'PATCH', '/heartbeat/settings', { token: admin.operatorToken, body: JSON.stringify(body) });

it('takes an interval back by itself that the proxy does not allow, before more than ten of 200 clients are cut', async () => {
  // Two seconds of room below the limit of the proxy: a busy machine must not have the others cut.
  const { gateway, port, events } = await startGateway({ admin, heartbeat: { intervalMs: 1_000 } });
  const proxy = await startNginx({ upstreamPort: port, readTimeoutSeconds: 3 });
  const sockets = connect(`ws://127.0.0.1:${proxy.port}/ws`, 200);
  await waitFor('all to connect', () => sockets.every((socket) => socket.store.getState().status === 'open'));
  // Only people whose session is known take part.
  await waitForHellos(gateway);
  const answer = JSON.parse((await patch(port, { intervalMs: 5_000 })).text);
  expect(answer.guard).toMatchObject({ status: 'running', tried: { peers: 10 }, rest: { peers: 190 } });
  const windowMs = answer.guard.windowEndsAt - answer.guard.windowStartedAt;

  await waitFor('the end', () => gateway.stats().settings.guard === null, windowMs);
  const { lastGuard, version, intervalMs } = gateway.stats().settings;
  expect({ version, value: intervalMs.value }).toEqual({ version: 3, value: 1_000 });
  expect(lastGuard).toMatchObject({ status: 'reverted', endedBy: 'guard' });
  expect(lastGuard?.says).toMatch(/more often than the others|same silence/);

  // Those that were cut come back, and no more are.
  await waitFor('all to come back', () => sockets.every((socket) => socket.store.getState().status === 'open'));
  const cut = (): number =>
    events.filter((event) => event.kind === 'connection.closed' && event.cause === 'abnormal').length;
  const cutByThen = cut();
  await sleep(4_000);
  expect(cut()).toBe(cutByThen);
  expect(new Set(sockets.filter((socket) => socket.store.getState().counters.attempts > 1)).size).toBeLessThanOrEqual(
    10,
  );
}, 90_000);

/** Long enough for a busy machine to write and to read a thousand sockets meanwhile. */
const OLD_MS = 15_000;
const NEW_MS = 6_000;

it('changes the interval of a thousand clients within one old interval, without a reconnect or a miss', async () => {
  const { gateway, url, port } = await startGateway({
    admin,
    heartbeat: { intervalMs: OLD_MS },
    maxConnectionsPerAddress: 2_000,
  });
  const sockets = connect(url, 1_000);
  await waitFor('all to connect', () => sockets.every((socket) => socket.store.getState().status === 'open'), 40_000);
  const before = gateway.stats().counters;
  const changedAt = performance.now();
  expect((await patch(port, { intervalMs: NEW_MS, guard: null })).status).toBe(200);
  const follows = (socket: HeartbeatSocket): boolean => socket.store.getState().settings.intervalMs === NEW_MS;
  await waitFor('all to follow', () => sockets.every(follows));
  const pingsSent = sockets.map((socket) => socket.store.getState().counters.pingsSent);
  // Each beats anew within the old interval, and then at the new one.
  await waitFor('a beat of each', () =>
    sockets.every((socket, index) => socket.store.getState().counters.pingsSent > (pingsSent[index] ?? 0)),
  );
  expect(performance.now() - changedAt).toBeLessThan(OLD_MS);
  const { counters, closed } = gateway.stats();
  expect(counters.opened).toBe(before.opened);
  expect(counters.missed).toBe(0);
  expect(closed.abnormal).toBe(0);
  expect(sockets.every((socket) => socket.store.getState().counters.attempts === 1)).toBe(true);
}, 90_000);
