import { createRequire } from 'node:module';
import { useServer } from 'graphql-ws/use/ws';
import { expect, it, onTestFinished, vi } from 'vitest';
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
import { startServer } from '../support/gateway/gateways.js';
import { waitFor } from '../support/waitFor.js';

// As graphql-ws gets it: Vite would resolve the name to another file, and graphql refuses schemas of its own double.
const { buildSchema } = createRequire(import.meta.url)('graphql') as typeof import('graphql');

/** A backend that is not ours. */
async function startBackend(options: ServerOptions = {}): Promise<{ wss: WebSocketServer; port: number }> {
  const { server, port } = await startServer();
  const wss = new WebSocketServer({ server, ...options });
  onTestFinished(() => wss.close());
  return { wss, port };
}

function connect(address: string, codec: Codec, options: SocketOptions = {}): HeartbeatSocket<string, string> {
  const socket = createHeartbeatSocket<string, string>(`ws://127.0.0.1:${address}`, {
    WebSocket,
    ...options,
    heartbeat: { intervalMs: 100, timeoutMs: 30_000, detection: 'fixed', codec },
  });
  onTestFinished(() => socket.destroy());
  socket.connect();
  return socket;
}

const pongsOf = ({ log }: HeartbeatSocket): number => log.filter(({ kind }) => kind === 'pong.received').length;

/** What is known of a connection after some pongs. */
async function afterPongs(socket: HeartbeatSocket): Promise<object> {
  await waitFor('three pongs', () => pongsOf(socket) >= 3);
  const { heartbeat, status, latency } = socket.store.getState();
  return { heartbeat, status, isMeasured: latency !== null };
}

const ALIVE = { heartbeat: 'answered', status: 'open', isMeasured: true };

function onText(peer: WebSocket, take: (text: string) => void): void {
  peer.on('message', (data: Buffer) => take(data.toString()));
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
  expect(await afterPongs(socket)).toEqual(ALIVE);

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
    onText(peer, (text) => {
      peer.send(text === 'ping' ? 'pong' : `echo ${text}`);
    }),
  );
  const heard: string[] = [];
  const socket = connect(`${port}/`, textCodec());
  socket.onMessage((data) => heard.push(data));
  await waitFor('it is open', () => socket.send('hello') === 'sent');
  expect(await afterPongs(socket)).toEqual(ALIVE);
  expect(heard).toEqual(['echo hello']);
});

it('a server with JSON of its own', async () => {
  const { wss, port } = await startBackend();
  wss.on('connection', (peer) =>
    onText(peer, (text) => {
      if ((JSON.parse(text) as { op: string }).op === 'ping') peer.send('{"op":"pong"}');
    }),
  );
  const codec = jsonCodec({ ping: { op: 'ping' }, isPong: (message) => message.op === 'pong' });
  expect(await afterPongs(connect(`${port}/`, codec))).toEqual(ALIVE);
});

it('Phoenix: the reply to each heartbeat is found among replies to the application', async () => {
  const { wss, port } = await startBackend();
  wss.on('connection', (peer) =>
    onText(peer, (text) => {
      const [joinRef, ref, topic] = JSON.parse(text) as [string | null, string, string];
      peer.send(JSON.stringify([joinRef, ref, topic, 'phx_reply', { status: 'ok', response: {} }]));
    }),
  );
  const heard: string[] = [];
  const socket = connect(`${port}/socket/websocket?vsn=2.0.0`, phoenixCodec());
  socket.onMessage((data) => heard.push(data));
  await waitFor('it is open', () => socket.send('["1","1","room:lobby","phx_join",{}]') === 'sent');
  expect(await afterPongs(socket)).toEqual(ALIVE);
  expect(heard).toEqual(['["1","1","room:lobby","phx_reply",{"status":"ok","response":{}}]']);
});

/** Home Assistant's login, and its rule that numbers grow. */
function speakHomeAssistant(peer: WebSocket, refusals: string[]): void {
  let isLoggedIn = false;
  let lastId = 0;
  const say = (message: object): void => peer.send(JSON.stringify(message));
  say({ type: 'auth_required', ha_version: '2026.1.0' });
  onText(peer, (text) => {
    const message = JSON.parse(text) as { type: string; id: number; access_token?: string };
    if (!isLoggedIn) {
      isLoggedIn = message.type === 'auth' && message.access_token === 'secret';
      if (isLoggedIn) return say({ type: 'auth_ok', ha_version: '2026.1.0' });
      refusals.push(text);
      say({ type: 'auth_invalid', message: 'Invalid access token or password' });
      return peer.close();
    }
    if (message.id <= lastId) refusals.push(text);
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
  expect(await afterPongs(socket)).toEqual(ALIVE);
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

it('a backend that closes unknown frames with 1003: development says what to change', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => said.mockRestore());
  const { wss, port } = await startBackend();
  wss.on('connection', (peer) => peer.on('message', () => peer.close(1003, 'unknown frame')));
  const socket = connect(`${port}`, jsonCodec());
  await waitFor('the end', () => socket.store.getState().status === 'failed');
  expect(said.mock.calls.flat().join('\n')).toMatch(/1003.*choose a heartbeat\.codec that it speaks/s);
  expect(said).toHaveBeenCalledTimes(1);
});
