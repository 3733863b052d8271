// A gateway that can be broken in the ways a network breaks one, and restarted under the page's eyes.
import { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHeartbeatGateway } from 'heartbeat-socket/gateway';
import { silence } from './silence.mjs';

const RESTART_MS = 3_000;

/**
 * Puts a gateway on the upgrades of `server`. The gateway itself sits on an HTTP server that never listens; upgrades are
 * handed on to it unless a fault says otherwise.
 */
export function createBreakableGateway(server, options) {
  const upgrades = new Server();
  const listeners = new Set();
  const sockets = new Map();
  const silenced = new Set();
  let gateway = start();
  let refuseUntil = 0;
  let isEnding = false;

  function start() {
    const fresh = createHeartbeatGateway({ ...options, server: upgrades });
    fresh.on('connection', (socket, request, peer) => {
      sockets.set(peer.id, { socket, tcp: request.socket });
      request.socket.once('close', () => sockets.delete(peer.id));
      for (const listener of listeners) listener(socket, peer);
    });
    return fresh;
  }

  server.on('upgrade', (request, socket, head) => {
    if (gateway && performance.now() >= refuseUntil) {
      upgrades.emit('upgrade', request, socket, head);
    } else {
      socket.on('error', () => {});
      socket.end(
        'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
      );
    }
  });

  async function stop() {
    const old = gateway;
    gateway = null;
    // A silenced connection would not hear of the end, and the gateway would wait for it.
    for (const end of silenced) end();
    silenced.clear();
    await old?.close();
  }

  return {
    get gateway() {
      return gateway;
    },
    handle: (request, response) => gateway?.handle(request, response) ?? false,
    onConnection: (listener) => void listeners.add(listener),
    close: () => {
      isEnding = true;
      return stop();
    },
    /** Sends everybody away calmly, then closes. */
    async drain(overMs) {
      isEnding = true;
      for (const end of silenced) end();
      silenced.clear();
      await gateway?.drain({ overMs });
      await stop();
    },
    faults: {
      /** Half-open: TCP stays up, and nothing passes any more. */
      silence(connectionId) {
        const found = sockets.get(connectionId);
        if (found) silenced.add(silence(found.socket, found.tcp));
        return Boolean(found);
      },
      /** A RST, as from a router that forgot the connection. */
      cut(connectionId) {
        const found = sockets.get(connectionId);
        found?.tcp.resetAndDestroy();
        return Boolean(found);
      },
      /** Every connection is closed with 1012; nobody is there for three seconds. */
      restart() {
        if (!gateway) return false;
        void stop()
          .then(() => sleep(RESTART_MS))
          .then(() => {
            if (!isEnding) gateway = start();
          });
        return true;
      },
      /** Upgrades are answered with 503; this connection is cut, so that it has to ask. */
      refuse(connectionId, forMs) {
        refuseUntil = performance.now() + forMs;
        sockets.get(connectionId)?.tcp.resetAndDestroy();
        return true;
      },
    },
  };
}
