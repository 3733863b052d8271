import { createRequire } from 'node:module';
import { useServer } from 'graphql-ws/use/ws';
import { expect, it } from 'vitest';
import { WebSocket, WebSocketServer, type ServerOptions } from 'ws';
import { createHeartbeatSocket, type HeartbeatSocket, type SocketOptions } from '../../src/client/index.js';
import {
  graphqlTransportWsCodec,
  homeAssistantCodec,
  jsonCodec,
  phoenixCodec,
  textCodec,
  type Codec,
} from '../../src/client/index.js';
import { dispose, startServer } from '../support/gateway/gateways.js';
import { waitFor } from '../support/waitFor.js';

// As graphql-ws gets it: Vite would resolve the name to another file, and graphql refuses schemas of its own double.
const { buildSchema } = createRequire(import.meta.url)('graphql') as typeof import('graphql');

/** A backend that is not ours. */
async function startBackend(options: ServerOptions = {}): Promise<{ wss: WebSocketServer; port: number }> {
  const { server, port } = await startServer();
  const wss = new WebSocketServer({ server, ...options });
  dispose(() => wss.close());
  return { wss, port };
}

function connect(address: string, codec: Codec, options: SocketOptions = {}): HeartbeatSocket<string, string> {
  const socket = createHeartbeatSocket<string, string>(`ws://127.0.0.1:${address}`, {
    WebSocket,
    ...options,
    heartbeat: { intervalMs: 100, timeoutMs: 30_000, detection: 'fixed', codec },
  });
  dispose(() => socket.destroy());
  socket.connect();
  return socket;
}

const pongsOf = ({ log }: HeartbeatSocket): number => log.filter(({ kind }) => kind === 'pong.received').length;

/** Some heartbeats are answered, and measured. */
async function expectHeartbeats(socket: HeartbeatSocket): Promise<void> {
  await waitFor('three pongs', () => pongsOf(socket) >= 3);
  const { heartbeat, status, latency } = socket.store.getState();
  expect({ heartbeat, status }).toEqual({ heartbeat: 'answered', status: 'open' });
  expect(latency).not.toBeNull();
}

it('graphql-ws: heartbeats go both ways, and the subscription is the application’s', async () => {
  const { wss, port } = await startBackend();
  const schema = buildSchema('type Query { hello: String }');
  const payloads: unknown[] = [];
  useServer(
    { schema, roots: { query: { hello: () => 'world' } }, onPong: (_, payload) => void payloads.push(payload) },
    wss,
  );
  const heard: string[] = [];
  const socket = connect(`${port}/graphql`, graphqlTransportWsCodec(), {
    onConnected: () => socket.send('{"type":"connection_init"}'),
  });
  socket.onMessage((data) => {
    heard.push(data);
    if (data.includes('connection_ack')) socket.send('{"id":"1","type":"subscribe","payload":{"query":"{ hello }"}}');
  });
  await waitFor('the result', () => heard.some((data) => data.includes('complete')));
  await expectHeartbeats(socket);

  // The ping of a server that sends some itself, which graphql-ws leaves to its users.
  for (const client of wss.clients) client.send('{"type":"ping","payload":{"n":7}}');
  await waitFor('the pong', () => payloads.length > 0);
  expect(payloads).toEqual([{ n: 7 }]);
  expect(heard.map((data) => (JSON.parse(data) as { type: string }).type)).toEqual([
    'connection_ack',
    'next',
    'complete',
  ]);
});

it('a server that answers words', async () => {
  const { wss, port } = await startBackend();
  wss.on('connection', (peer) =>
    peer.on('message', (data) => {
      peer.send(String(data) === 'ping' ? 'pong' : `echo ${String(data)}`);
    }),
  );
  const heard: string[] = [];
  const socket = connect(`${port}/`, textCodec());
  socket.onMessage((data) => heard.push(data));
  await waitFor('it is open', () => socket.send('hello') === 'sent');
  await expectHeartbeats(socket);
  expect(heard).toEqual(['echo hello']);
});

it('a server with JSON of its own', async () => {
  const { wss, port } = await startBackend();
  wss.on('connection', (peer) =>
    peer.on('message', (data) => {
      if ((JSON.parse(String(data)) as { op: string }).op === 'ping') peer.send('{"op":"pong"}');
    }),
  );
  await expectHeartbeats(
    connect(`${port}/`, jsonCodec({ ping: { op: 'ping' }, isPong: (message) => message.op === 'pong' })),
  );
});

it('Phoenix: the reply to each heartbeat is found among replies to the application', async () => {
  const { wss, port } = await startBackend();
  wss.on('connection', (peer) =>
    peer.on('message', (data) => {
      const [joinRef, ref, topic] = JSON.parse(String(data)) as [string | null, string, string];
      peer.send(JSON.stringify([joinRef, ref, topic, 'phx_reply', { status: 'ok', response: {} }]));
    }),
  );
  const heard: string[] = [];
  const socket = connect(`${port}/socket/websocket?vsn=2.0.0`, phoenixCodec());
  socket.onMessage((data) => heard.push(data));
  await waitFor('it is open', () => socket.send('["1","1","room:lobby","phx_join",{}]') === 'sent');
  await expectHeartbeats(socket);
  expect(heard).toEqual(['["1","1","room:lobby","phx_reply",{"status":"ok","response":{}}]']);
});

/** Home Assistant's login, and its rule that numbers grow. */
function speakHomeAssistant(peer: WebSocket, refusals: string[]): void {
  let isLoggedIn = false;
  let lastId = 0;
  const say = (message: object): void => peer.send(JSON.stringify(message));
  say({ type: 'auth_required', ha_version: '2026.1.0' });
  peer.on('message', (data) => {
    const message = JSON.parse(String(data)) as { type: string; id: number; access_token?: string };
    if (!isLoggedIn) {
      isLoggedIn = message.type === 'auth' && message.access_token === 'secret';
      if (isLoggedIn) return say({ type: 'auth_ok', ha_version: '2026.1.0' });
      refusals.push(String(data));
      say({ type: 'auth_invalid', message: 'Invalid access token or password' });
      return peer.close();
    }
    if (message.id <= lastId) refusals.push(String(data));
    lastId = message.id;
    say(message.type === 'ping' ? { id: message.id, type: 'pong' } : { id: message.id, type: 'result', success: true });
  });
}

it('Home Assistant: no ping before the login, and numbers that grow across messages of the application', async () => {
  const { wss, port } = await startBackend();
  const refusals: string[] = [];
  wss.on('connection', (peer) => speakHomeAssistant(peer, refusals));
  const codec = homeAssistantCodec();
  const results: string[] = [];
  const socket = connect(`${port}/api/websocket`, codec);
  const ask = (): unknown => socket.send(JSON.stringify({ id: codec.nextId(), type: 'get_states' }));
  socket.onMessage((data) => {
    if (data.includes('auth_required')) socket.send('{"type":"auth","access_token":"secret"}');
    if (data.includes('auth_ok')) ask();
    if (data.includes('result')) results.push(data);
  });
  await expectHeartbeats(socket);
  ask();
  await waitFor('both results', () => results.length === 2);
  expect(refusals).toEqual([]);
});

it('Home Assistant: a refused login is final', async () => {
  const { wss, port } = await startBackend();
  wss.on('connection', (peer) => speakHomeAssistant(peer, []));
  const socket = connect(`${port}/api/websocket`, homeAssistantCodec());
  socket.onMessage((data) => {
    if (data.includes('auth_required')) socket.send('{"type":"auth","access_token":"wrong"}');
  });
  await waitFor('the end', () => socket.store.getState().status === 'failed');
  expect(socket.store.getState()).toMatchObject({
    cause: 'refused',
    lastClose: { reason: 'Invalid access token or password' },
  });
});
