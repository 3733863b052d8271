// Servers of the field, each with the heartbeat its own way. `start` resolves to { port, open() }.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { Server as EngineServer } from 'engine.io';
import { createHeartbeatGateway } from '../../dist/gateway/index.js';
import { WebSocketServer } from 'ws';
import { fillHistory } from './history.mjs';
import { createPastClock } from './pastClock.mjs';

/** Of the contenders that are asked for their statistics. */
export const VIEWER_TOKEN = 'token-of-the-bench';

const JSON_PING = '{"type":"ping"}';
const JSON_PONG = '{"type":"pong"}';

async function plainServer(onConnection = () => {}) {
  const wss = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  wss.on('connection', (socket) => {
    socket.on('error', () => {});
    onConnection(socket);
  });
  await once(wss, 'listening');
  return { wss, port: wss.address().port, open: () => wss.clients.size };
}

/** A ping answered by hand, as every server must that lets browsers ping. */
const answerPings = (socket) =>
  socket.on('message', (data) => {
    if (data.length === JSON_PING.length && data.toString() === JSON_PING) socket.send(JSON_PONG);
  });

const recipe = (answer, ping) => async (timing) => {
  const server = await plainServer((socket) => {
    socket.isAlive = true;
    socket.on(answer, () => (socket.isAlive = true));
  });
  setInterval(() => {
    server.wss.clients.forEach((socket) => {
      if (socket.isAlive === false) return socket.terminate();
      socket.isAlive = false;
      ping(socket);
    });
  }, timing.intervalMs);
  return server;
};

const ours = (extra) => async (timing) => {
  const gateway = createHeartbeatGateway({
    port: 0,
    host: '127.0.0.1',
    path: '/',
    heartbeat: timing,
    configFile: false,
    env: {},
    admitPerSecond: Infinity,
    maxConnectionsPerAddress: Infinity,
    ...extra,
  });
  await gateway.ready;
  return { port: gateway.address().port, open: () => gateway.peers.size, stats: () => gateway.stats(), gateway };
};

async function oursAfterTwoDays(timing) {
  const clock = createPastClock();
  const server = await ours({ clock, logLevel: 'silent', admin: { viewerToken: VIEWER_TOKEN } })(timing);
  await fillHistory(server.gateway, clock, `ws://127.0.0.1:${server.port}/`);
  return server;
}

export const contenders = {
  /** ws and nothing else, one message each way: buffers that any traffic makes are no cost of heartbeats. */
  plain: { start: () => plainServer((socket) => socket.send(JSON_PING)), path: '/' },

  /** The recipe of the ws README ("How to detect and close broken connections?"). */
  recipe: { path: '/', start: recipe('pong', (socket) => socket.ping()) },

  /** The same with pings that a page can see and answer, which is what ours sends. */
  'recipe, JSON': { path: '/', start: recipe('message', (socket) => socket.send(JSON_PING)) },

  /** A timer for each socket, JSON pings, deadline by a second timer. */
  'timer per socket': {
    path: '/',
    start: (timing) =>
      plainServer((socket) => {
        let deadline;
        const beat = setInterval(() => {
          socket.send(JSON_PING);
          deadline ??= setTimeout(() => socket.terminate(), timing.timeoutMs);
        }, timing.intervalMs);
        socket.on('message', () => {
          clearTimeout(deadline);
          deadline = undefined;
        });
        answerPings(socket);
        socket.on('close', () => {
          clearInterval(beat);
          clearTimeout(deadline);
        });
      }),
  },

  'engine.io': {
    path: '/engine.io/?EIO=4&transport=websocket',
    start: async ({ intervalMs, timeoutMs }) => {
      const server = createServer();
      const engine = new EngineServer({ pingInterval: intervalMs, pingTimeout: timeoutMs, transports: ['websocket'] });
      engine.attach(server);
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return { port: server.address().port, open: () => engine.clientsCount };
    },
  },

  ours: { path: '/', start: ours({}) },

  /** Ours after two days. */
  'ours, two days old': {
    path: '/',
    start: oursAfterTwoDays,
  },

  /** The same gateway with nothing in the place of statistics and alerts. */
  'ours, no statistics': {
    path: '/',
    execArgv: ['--import', new URL('./withoutStatistics.mjs', import.meta.url).href],
    start: oursAfterTwoDays,
  },

  /** Ours on a `WebSocketServer` of the application. */
  'ours, wss': {
    path: '/',
    start: async (timing) => {
      const server = await plainServer();
      createHeartbeatGateway({ wss: server.wss, heartbeat: timing, configFile: false, env: {} });
      return server;
    },
  },
};
