import { expect, expectTypeOf, it } from 'vitest';
import type { WebSocket, WebSocketServer } from 'ws';
import type { PeerSocket, SocketServer } from '../../../src/gateway/index.js';
import { join, startGateway } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

async function listening() {
  const world = await startGateway();
  const heard: { text: string; isBinary: boolean }[] = [];
  world.gateway.on('connection', (socket) =>
    socket.on('message', (data, isBinary) => heard.push({ text: (data as Buffer).toString(), isBinary })),
  );
  return { ...world, heard };
}

it('answers a ping with its id, and keeps all frames of ours from the application', async () => {
  const { url, heard } = await listening();
  const client = await join(url);
  client.send('{"type":"ping","id":7}');
  client.send('{"type":"ping"}');
  client.send('{ "id" : 9, "type" : "ping" }');
  client.send('{"type":"pong","id":3}');
  client.send({ type: 'heartbeat.hello', client: 'x/1', attempt: 0 });
  client.send({ type: 'heartbeat.settings', heartbeat: { intervalMs: 1, timeoutMs: 1 }, version: 9 });
  client.send('after');
  await waitFor('the message', () => heard.length > 0);
  expect(heard).toEqual([{ text: 'after', isBinary: false }]);
  await waitFor('the pongs', () => client.frames('pong').length === 3);
  expect(client.frames('pong')).toEqual([{ type: 'pong', id: 7 }, { type: 'pong' }, { type: 'pong', id: 9 }]);
});

it('passes everything else on as it was, in order', async () => {
  const { url, heard, events } = await listening();
  const client = await join(url);
  const long = JSON.stringify({ type: 'ping', padding: 'x'.repeat(5_000) });
  const messages = ['text', '{"type":"chat"}', long, '[1]', '{"type":"pong","id":"no"}', '', '{"type":"pingpong"}'];
  for (const message of messages) client.send(message);
  client.send(Buffer.from('{"type":"ping"}'));
  await waitFor('all messages', () => heard.length === messages.length + 1);
  expect(heard.map(({ text }) => text)).toEqual([...messages, '{"type":"ping"}']);
  expect(heard.at(-1)?.isBinary).toBe(true);
  expect(events.filter(({ kind }) => kind === 'frame.invalid')).toHaveLength(1);
});

it('filters every way of listening alike', async () => {
  const { gateway, url } = await startGateway();
  const heard: string[] = [];
  gateway.on('connection', (socket) => {
    const ws = socket as unknown as WebSocket;
    ws.on('message', () => heard.push('on'));
    ws.once('message', () => heard.push('once'));
    ws.addEventListener('message', () => heard.push('addEventListener'));
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the way under test
    ws.onmessage = () => heard.push('onmessage');
  });
  const client = await join(url);
  client.send('{"type":"ping"}');
  await client.frame('pong');
  expect(heard).toEqual([]);
  client.send('x');
  await waitFor('the message', () => heard.length === 4);
  expect(new Set(heard)).toEqual(new Set(['addEventListener', 'on', 'once', 'onmessage']));
});

it('gives the application a ws socket, by its type as well', () => {
  expectTypeOf<WebSocket>().toExtend<PeerSocket>();
  expectTypeOf<WebSocketServer>().toExtend<SocketServer>();
});

it('does not end the process for an error that has no listener', async () => {
  const { gateway, url } = await startGateway();
  const errors: string[] = [];
  const client = await join(url);
  const [peer] = gateway.peers;
  expect(peer?.socket.emit('error', new Error('without a listener'))).toBe(true);
  peer?.socket.on('error', (error) => errors.push(error.message));
  peer?.socket.emit('error', new Error('with a listener'));
  expect(errors).toEqual(['with a listener']);
  client.socket.terminate();
});

it('reads hostile text without harm', async () => {
  const { url } = await startGateway();
  const client = await join(url);
  for (const text of [
    '{"type":"ping","__proto__":{"polluted":1}}',
    '{"__proto__":{"polluted":1},"type":"heartbeat.hello","client":"x","attempt":0}',
    '{"type":"ping","constructor":{"prototype":{"polluted":1}}}',
    '['.repeat(1_900),
    `{"type":"ping","id":${'['.repeat(900)}`,
    '{"type":"ping","id":1e400}',
    '{"type":"heartbeat.hello","client":null,"attempt":-1}',
    '{"type":"heartbeat.hello","client":"\\ud800","attempt":0}',
  ]) {
    client.send(text);
  }
  await waitFor('the answers', () => client.frames('pong').length === 3);
  expect({}).not.toHaveProperty('polluted');
  expect(client.closeCode).toBeNull();
});
