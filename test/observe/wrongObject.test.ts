import { HubConnection, HubConnectionBuilder } from '@microsoft/signalr';
import { Centrifuge } from 'centrifuge';
import { EventSource } from 'eventsource';
import { createClient } from 'graphql-ws';
import { connect, MqttClient } from 'mqtt';
import { Socket as PhoenixSocket } from 'phoenix';
import { io, Socket } from 'socket.io-client';
import { describe, expect, it } from 'vitest';
import { WebsocketProvider } from 'y-websocket';
import { Doc } from 'yjs';
import * as observers from '../../src/observe/index.js';

/** What an app hands over by mistake. The classes are those of the clients, where an instance is wanted. */
const classes = [
  Socket,
  Centrifuge,
  MqttClient,
  PhoenixSocket,
  HubConnection,
  WebsocketProvider,
  WebSocket,
  EventSource,
];
const nothings: readonly unknown[] = [
  null,
  undefined,
  7,
  'wss://example.com',
  Symbol('socket'),
  {},
  Promise.resolve({}),
  ...classes,
];

/** Clients that dial nothing yet, by their observer. */
const clients: Readonly<Record<string, () => unknown>> = {
  observeSocketIo: () => io('ws://127.0.0.1:9', { autoConnect: false }),
  observeGraphqlWs: () => createClient({ url: 'ws://127.0.0.1:9', webSocketImpl: WebSocket }),
  observeSignalR: () => new HubConnectionBuilder().withUrl('http://127.0.0.1:9').build(),
  observePhoenix: () => new PhoenixSocket('ws://127.0.0.1:9', { transport: WebSocket }),
  observeCentrifuge: () => new Centrifuge('ws://127.0.0.1:9', { websocket: WebSocket }),
  observeMqtt: () => connect('ws://127.0.0.1:9', { manualConnect: true }),
  observeYWebsocket: () =>
    new WebsocketProvider('ws://127.0.0.1:9', 'room', new Doc(), { connect: false, disableBc: true }),
};

describe('a wrong object', () => {
  const wrong: readonly [string, (given: never) => unknown, unknown, string][] = [
    ['observe', observers.observe, { getStatus: () => 'open', reconnect: () => {} }, 'observe(options).subscribe'],
    ['observeSocketIo', observers.observeSocketIo, { on: () => {}, off: () => {} }, 'observeSocketIo(socket).connect'],
    ['observeGraphqlWs', observers.observeGraphqlWs, { on: () => {} }, 'observeGraphqlWs(client).terminate'],
    ['observeWebSocket', observers.observeWebSocket, () => ({}), 'observeWebSocket(() => socket).addEventListener'],
    ['observeCentrifuge', observers.observeCentrifuge, { on: () => {} }, 'observeCentrifuge(client).off'],
    ['observeHocuspocus', observers.observeHocuspocus, { configuration: {} }, 'observeHocuspocus(provider).on'],
    ['observeMqtt', observers.observeMqtt, { on: () => {}, off: () => {} }, 'observeMqtt(client).reconnect'],
    ['observePhoenix', observers.observePhoenix, { connect: () => {} }, 'observePhoenix(socket).disconnect'],
    ['observePusher', observers.observePusher, { connection: {} }, 'observePusher(pusher).connection.bind'],
    ['observeSignalR', observers.observeSignalR, {}, 'observeSignalR(connection).onreconnecting'],
    ['observeYWebsocket', observers.observeYWebsocket, { on: () => {} }, 'observeYWebsocket(provider).off'],
    ['observeEventSource', observers.observeEventSource, {}, 'observeEventSource(source).addEventListener'],
  ];

  it.each(wrong)('%s names the member that is missing', (_, observer, given, member) => {
    expect(() => observer(given as never)).toThrow(
      expect.objectContaining({ code: 'HEARTBEAT_OPTION', message: expect.stringContaining(member) }),
    );
  });

  it.each(wrong)('%s refuses what is no client in the same words', (_, observer) => {
    for (const given of nothings) {
      expect(() => observer(given as never)).toThrow(expect.objectContaining({ code: 'HEARTBEAT_OPTION' }));
    }
  });

  it.each(wrong)('%s refuses the client of another observer', (name, observer) => {
    const others = Object.entries(clients).filter(([own]) => own !== name);
    for (const [, make] of others) {
      expect(() => observer(make() as never)).toThrow(expect.objectContaining({ code: 'HEARTBEAT_OPTION' }));
    }
  });

  it('is known for every observer', () => {
    const all = Object.keys(observers).filter((name) => name.startsWith('observe'));
    expect(wrong.map(([name]) => name).toSorted()).toEqual(all.toSorted());
  });
});
