// A gateway that can be broken as networks break one, and restarted while pages are connected.
import { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHeartbeatGateway } from 'heartbeat-socket/gateway';
import { silence } from './silence.mjs';

const RESTART_MS = 3_000;

/**
 * Connects a gateway to the upgrades of `server`. The gateway has an HTTP server of its own, which never listens. Upgrades
 * are passed on to that one unless a fault is active.
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
    if (!isRefusing()) {
      upgrades.emit('upgrade', request, socket, head);
    } else {
      socket.on('error', () => {});
      socket.end(
        'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
      );
    }
  });

  function isRefusing() {
    return !gateway || performance.now() < refuseUntil;
  }

  async function stop() {
    const old = gateway;
    gateway = null;
    endSilenced();
    await old?.close();
  }

  /** A silenced connection never hears of the end, and the gateway would wait for it. */
  function endSilenced() {
    for (const end of silenced) end();
    silenced.clear();
  }

  function cut(connectionId) {
    const found = sockets.get(connectionId);
    found?.tcp.resetAndDestroy();
    return Boolean(found);
  }

  return {
    get gateway() {
      return gateway;
    },
    handle(request, response) {
      // What a page is told that asks why its dials fail: no more than they were.
      if (isRefusing() && request.url.split('?', 1)[0] === options.path) {
        response.writeHead(503, { 'Cache-Control': 'no-store' }).end();
        return true;
      }
      return gateway?.handle(request, response) ?? false;
    },
    onConnection: (listener) => void listeners.add(listener),
    close: () => {
      isEnding = true;
      return stop();
    },
    /** Tells every page to leave within that time, then closes. */
    async drain(overMs) {
      isEnding = true;
      endSilenced();
      await gateway?.drain({ overMs });
      await stop();
    },
    faults: {
      /** Half-open: TCP stays up and nothing gets through. */
      silence(connectionId) {
        const found = sockets.get(connectionId);
        if (!found) return false;
        const end = silence(found.socket, found.tcp);
        silenced.add(end);
        found.tcp.once('close', () => silenced.delete(end));
        return true;
      },
      /** A TCP reset, as from a router that has forgotten the connection. */
      cut,
      /** Every connection is closed with 1012, and there is no gateway for three seconds. */
      restart() {
        if (!gateway) return false;
        void stop()
          .then(() => sleep(RESTART_MS))
          .then(() => {
            if (!isEnding) gateway = start();
          });
        return true;
      },
      /** Upgrades are answered with 503. This connection is cut, so that it asks for one. */
      refuse(connectionId, forMs) {
        refuseUntil = performance.now() + forMs;
        cut(connectionId);
        return true;
      },
    },
  };
}
