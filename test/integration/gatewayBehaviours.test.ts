import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createHeartbeatSocket } from '../../src/client/createHeartbeatSocket.js';
import { createHeartbeatGateway, type PeerSocket } from '../../src/gateway/index.js';
import { startChaosProxy } from '../support/network/chaosProxy.js';
import { sleep, waitFor } from '../support/waitFor.js';
import { describeGateway } from '../support/gateway/gatewayBehaviours.js';

const TOKEN = 'a-token-that-is-long-enough-for-anyone';

const start = async (port: number, peers: Set<PeerSocket>) => {
  const gateway = createHeartbeatGateway({
    port,
    host: '127.0.0.1',
    configFile: false,
    env: { HEARTBEAT_ADMIN_TOKEN: TOKEN },
    heartbeat: { intervalMs: 100, timeoutMs: 400 },
    maxPingsPerSecond: 1_000,
  });
  onTestFinished(() => gateway.close());
  gateway.on('connection', (peer) => void peers.add(peer));
  await gateway.ready;
  return gateway;
};

describeGateway('the real gateway', async () => {
  const peers = new Set<PeerSocket>();
  let gateway = await start(0, peers);
  const port = gateway.address()?.port ?? 0;
  const proxy = await startChaosProxy({ target: { port } });
  return {
    connect: (options = {}) => {
      const socket = createHeartbeatSocket(`${proxy.url}/ws`, {
        WebSocket,
        heartbeat: { intervalMs: 100, timeoutMs: 400 },
        reconnect: { minDelayMs: 20, baseDelayMs: 30 },
        connectTimeoutMs: 500,
        ...options,
      });
      onTestFinished(() => socket.destroy());
      socket.connect();
      return socket;
    },
    until: (what, holds) => waitFor(what, holds),
    pass: sleep,
    broadcast: (data) => void gateway.broadcast(data),
    drop: () => proxy.resetAll(),
    closeAll: (code) => peers.forEach((peer) => peer.close(code)),
    refuse: () => proxy.refuse(),
    accept: () => proxy.accept(),
    silence: () => proxy.blackhole(),
    speak: () => proxy.heal(),
    delay: (ms) => proxy.latency({ ms }),
    configure: (timing) =>
      void fetch(`http://127.0.0.1:${port}/heartbeat/settings`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify(timing),
      }),
    notify: (text) =>
      void fetch(`http://127.0.0.1:${port}/heartbeat/notice`, {
        method: text === null ? 'DELETE' : 'PUT',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        ...(text === null ? {} : { body: JSON.stringify({ text: { en: text } }) }),
      }),
    restart: async () => {
      await gateway.close();
      gateway = await start(port, peers);
    },
    get peerCount() {
      return gateway.peers.size;
    },
  };
});
