import { expect, it, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createHeartbeatSocket } from '../../src/client/createHeartbeatSocket.js';
import { startGateway, startServer, TestClient, type Manners } from '../support/gateway/gateways.js';
import { startNginx } from '../support/network/nginx.js';
import { sleep, waitFor } from '../support/waitFor.js';

/** Twice what nginx waits by default for a byte from the server. */
const IDLE_MS = Number(process.env['IDLE_MS'] ?? 130_000);
const OF_EACH = 10;

async function behindNginx(upstreamPort: number): Promise<string> {
  const { port } = await startNginx({ upstreamPort });
  return `ws://127.0.0.1:${port}/ws`;
}

/** The same connections on a server that sends no heartbeats: what the proxy does to them. */
async function connectWithoutHeartbeats(): Promise<{ cuts: () => number }> {
  const { server, port } = await startServer();
  const wss = new WebSocketServer({ server });
  let opened = 0;
  wss.on('connection', (socket) => {
    opened += 1;
    socket.on('error', () => {});
  });
  const url = await behindNginx(port);
  const clients = Array.from({ length: OF_EACH }, () => new TestClient(url, 'answers'));
  await waitFor('they are connected', () => opened === OF_EACH);
  return { cuts: () => clients.filter(({ closeCode }) => closeCode === 1006).length };
}

it(
  `E1: ${IDLE_MS / 1_000} s idle behind nginx, all by default: every connection is cut without heartbeats, none with`,
  { timeout: IDLE_MS + 60_000 },
  async () => {
    const { gateway, port } = await startGateway({ closeTimeoutMs: 1_000 });
    const url = await behindNginx(port);
    // A client that sends nothing by itself lives by the gateway's pings; one of ours lives by its own.
    const silent = (['answers', 'control-only'] as const satisfies Manners[]).flatMap((manners) =>
      Array.from({ length: OF_EACH }, () => new TestClient(url, manners)),
    );
    const ours = Array.from({ length: OF_EACH }, () => createHeartbeatSocket(url, { WebSocket }));
    onTestFinished(() => ours.forEach((socket) => socket.destroy()));
    ours.forEach((socket) => socket.connect());
    const bare = await connectWithoutHeartbeats();
    await waitFor('all are connected', () => gateway.peers.size === silent.length + ours.length);

    await sleep(IDLE_MS);
    const drops = gateway.stats().counters.opened - gateway.peers.size;
    console.log(`${IDLE_MS / 1_000} s idle: ${bare.cuts()} of ${OF_EACH} cut without heartbeats, ${drops} with`);
    expect(bare.cuts()).toBe(OF_EACH);
    expect(drops).toBe(0);
    expect(silent.filter(({ closeCode }) => closeCode !== null)).toEqual([]);
    expect(ours.map((socket) => socket.store.getState().counters.attempts)).toEqual(ours.map(() => 1));
  },
);
