import { Aedes } from 'aedes';
import { connect, type MqttClient } from 'mqtt';
import { connect as connect4 } from 'mqtt-4';
import { createWebSocketStream } from 'ws';
import { observeMqtt } from '../../src/observe/index.js';
import { listenerCounts } from '../support/observe/listenerCounts.js';
import { describeObserver } from '../support/observe/observerContract.js';
import type { ClientKind } from '../support/observe/observedWorld.js';
import { hasMosquitto, startMosquitto } from '../support/observe/mosquitto.js';
import { startWsServer } from '../support/observe/wsServer.js';

const aedes: ClientKind['serve'] = async (port) => {
  const broker = await Aedes.createBroker();
  const server = await startWsServer(port, (wss) => {
    wss.on('connection', (socket, request) => {
      const stream = createWebSocketStream(socket);
      stream.on('error', () => {});
      broker.handle(stream, request);
    });
  });
  return {
    port: server.port,
    stop: async () => {
      await server.stop();
      await new Promise<void>((closed) => {
        broker.close(closed);
      });
    },
  };
};

const create =
  (dial: typeof connect): ClientKind['create'] =>
  (port) => {
    const client: MqttClient = dial(`ws://127.0.0.1:${port}`, { reconnectPeriod: 200, keepalive: 1 });
    client.on('error', () => {});
    return {
      observe: () => observeMqtt(client, { lostAfterMs: 300 }),
      isOpen: () => client.connected,
      listeners: () => listenerCounts(client, ['connect', 'reconnect', 'close', 'end', 'error']),
      end: () => client.end(true),
    };
  };

const kind = { knowsNextAttempt: true, noticesSilenceMs: 3_000 } as const;
describeObserver('mqtt 5 and aedes', { ...kind, serve: aedes, create: create(connect) });
describeObserver('mqtt 4 and aedes', { ...kind, serve: aedes, create: create(connect4 as never) });
if (hasMosquitto())
  describeObserver('mqtt 5 and mosquitto', { ...kind, serve: startMosquitto, create: create(connect) });
