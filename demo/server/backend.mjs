// The server behind the path: the gateway, and beside it a plain WebSocket server such as most projects have. Both can be
// restarted while pages are connected.
import { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer } from 'ws';

/** How long a restart takes. */
const RESTART_MS = 3_000;
/** RFC 6455's registry: the server restarts. */
const SERVICE_RESTART = 1012;
const MAX_PAYLOAD_BYTES = 16_384;

/**
 * @param createGateway `createHeartbeatGateway` of the package
 * @param onSocket called with each connection that may chat: `(socket, request, 'kit' | 'plain')`
 */
export function createBackend(createGateway, options, onSocket) {
  // The gateway has an HTTP server of its own, which never listens: upgrades are handed to it.
  const upgrades = new Server();
  let gateway = null;
  let plain = null;
  let isEnding = false;
  start();

  function start() {
    gateway = createGateway({ ...options, server: upgrades });
    gateway.on('connection', (socket, request) => onSocket(socket, request, 'kit'));
    plain = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD_BYTES });
  }

  async function stop() {
    const old = gateway;
    for (const socket of plain?.clients ?? []) socket.close(SERVICE_RESTART, 'restart');
    gateway = null;
    plain = null;
    await old?.close();
  }

  return {
    get isUp() {
      return gateway !== null;
    },
    upgradeGateway: (request, tcp, head) => upgrades.emit('upgrade', request, tcp, head),
    upgradePlain: (request, tcp, head) =>
      plain.handleUpgrade(request, tcp, head, (socket) => onSocket(socket, request, 'plain')),
    handle: (request, response) => gateway?.handle(request, response) ?? false,
    /** Every connection is closed with 1012, and for three seconds there is no server. */
    async restart() {
      await stop();
      await sleep(RESTART_MS);
      if (!isEnding) start();
    },
    close() {
      isEnding = true;
      return stop();
    },
    /** Tells every page to leave within that time, then closes. */
    async drain(overMs) {
      isEnding = true;
      await gateway?.drain({ overMs });
      await stop();
    },
  };
}
