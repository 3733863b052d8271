import { expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createHeartbeatSocket } from '../../src/client/createHeartbeatSocket.js';
import { createHeartbeatGateway } from '../../src/gateway/index.js';
import { dispose, startServer } from '../support/gateway/gateways.js';
import { waitFor } from '../support/waitFor.js';

it('a gateway that is closed tells its clients over how long to return, and they do', async () => {
  const { server, port } = await startServer();
  const wss = new WebSocketServer({ server });
  // Six connections at one a second, twice that for headroom: twelve seconds.
  const gateway = createHeartbeatGateway({ wss, admitPerSecond: 1, env: {}, configFile: false });
  dispose(() => gateway.close());
  const draws = [0.1, 0.2, 0.25, 0.5, 0.75, 1];
  const clients = draws.map((draw) =>
    createHeartbeatSocket(`ws://127.0.0.1:${port}/`, { WebSocket, random: () => draw }),
  );
  dispose(() => clients.forEach((client) => client.destroy()));
  clients.forEach((client) => client.connect());
  await waitFor('all are open', () => gateway.peers.size === clients.length);
  await waitFor('all know it', () => clients.every(({ store }) => store.getState().status === 'open'));

  const closed = gateway.close();
  const delays = (): (number | undefined)[] =>
    clients.map(({ log }) => log.find((record) => record.kind === 'retry.scheduled')?.delayMs);
  await waitFor('their retries', () => delays().every((delay) => delay !== undefined));
  for (const [index, delay = 0] of delays().entries()) {
    const chosen = (draws[index] ?? 0) * 12_000;
    // The frame before the close says it already, some milliseconds earlier.
    expect(delay).toBeLessThanOrEqual(chosen);
    expect(delay).toBeGreaterThan(chosen - 1_000);
  }
  await closed;
});
