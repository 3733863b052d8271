import { expect, expectTypeOf, it } from 'vitest';
import type { WebSocket, WebSocketServer } from 'ws';
import type { PeerSocket, SocketServer } from '../../../src/gateway/index.js';
import { join, rawSocket, handshake, startGateway, until } from '../../support/gateway/gateways.js';

async function listening() {
  const world = await startGateway();
  const heard: { text: string; isBinary: boolean }[] = [];
  world.gateway.on('connection', (socket) =>
    socket.on('message', (data, isBinary) => heard.push({ text: (data as Buffer).toString(), isBinary })),
  );
  return { ...world, heard };
}

it('a welcome comes first, and says who and how', async () => {
  const { gateway, url } = await startGateway({ heartbeat: { intervalMs: 5_000 } });
  gateway.on('connection', (socket) => socket.send('application'));
  const client = await join(url);
  await until('the message', () => client.received.length === 2);
  const [peer] = gateway.peers;
  expect(JSON.parse(client.received[0] as string)).toEqual({
    type: 'heartbeat.welcome',
    connectionId: peer?.id,
    gatewayId: gateway.id,
    heartbeat: { intervalMs: 5_000, timeoutMs: 15_000 },
    version: 1,
  });
});

it('a ping is answered with its id, and the application hears of neither', async () => {
  const { url, heard } = await listening();
  const client = await join(url);
  client.send('{"type":"ping","id":7}');
  client.send('{"type":"ping"}');
  client.send('{ "id" : 9, "type" : "ping" }');
  client.send('{"type":"pong","id":3}');
  client.send({ type: 'heartbeat.hello', client: 'x/1', attempt: 0 });
  client.send({ type: 'heartbeat.settings', heartbeat: { intervalMs: 1, timeoutMs: 1 }, version: 9 });
  client.send('after');
  await until('the message', () => heard.length > 0);
  expect(heard).toEqual([{ text: 'after', isBinary: false }]);
  await until('the pongs', () => client.frames('pong').length === 3);
  expect(client.frames('pong')).toEqual([{ type: 'pong', id: 7 }, { type: 'pong' }, { type: 'pong', id: 9 }]);
});

it('what is not ours reaches the application as it was, in order', async () => {
  const { url, heard, events } = await listening();
  const client = await join(url);
  const long = JSON.stringify({ type: 'ping', padding: 'x'.repeat(5_000) });
  const messages = ['text', '{"type":"chat"}', long, '[1]', '{"type":"pong","id":"no"}', '', '{"type":"pingpong"}'];
  for (const message of messages) client.send(message);
  client.send(Buffer.from('{"type":"ping"}'));
  await until('all', () => heard.length === messages.length + 1);
  expect(heard.map(({ text }) => text)).toEqual([...messages, '{"type":"ping"}']);
  expect(heard.at(-1)?.isBinary).toBe(true);
  expect(events.filter(({ kind }) => kind === 'frame.invalid')).toHaveLength(1);
});

it('every way of listening is filtered alike', async () => {
  const { gateway, url } = await startGateway();
  const heard: string[] = [];
  gateway.on('connection', (socket) => {
    const ws = socket as unknown as WebSocket;
    ws.on('message', () => heard.push('on'));
    ws.once('message', () => heard.push('once'));
    ws.addEventListener('message', () => heard.push('addEventListener'));
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- it is the way under test
    ws.onmessage = () => heard.push('onmessage');
  });
  const client = await join(url);
  client.send('{"type":"ping"}');
  await client.frame('pong');
  expect(heard).toEqual([]);
  client.send('x');
  await until('the message', () => heard.length === 4);
  expect(heard.toSorted()).toEqual(['addEventListener', 'on', 'once', 'onmessage']);
});

it('a ws socket is what the listener gets, by its type as well', () => {
  expectTypeOf<WebSocket>().toExtend<PeerSocket>();
  expectTypeOf<WebSocketServer>().toExtend<SocketServer>();
});

it('a hello counts one reconnect, of a known cause or of other', async () => {
  const { gateway, url, events } = await startGateway();
  for (const cause of ['heartbeat-timeout', 'heartbeat-timeout', '__proto__', 'made up by me']) {
    // oxlint-disable-next-line no-await-in-loop -- in order
    const client = await join(url);
    const hello = { type: 'heartbeat.hello', client: 'x/1', attempt: 3, previous: { code: 1006, cause, downMs: 5 } };
    client.send(hello);
    client.send(hello);
  }
  await until('the hellos', () => [...gateway.peers].every(({ attempt }) => attempt === 3));
  const { reconnects } = gateway.stats();
  expect(reconnects['heartbeat-timeout']).toBe(2);
  expect(reconnects['other']).toBe(2);
  expect(Object.keys(reconnects)).not.toContain('made up by me');
  expect(events.filter(({ kind }) => kind === 'reconnected')).toHaveLength(4);
});

it('hostile frames close their sender and nobody else, and pollute nothing', async () => {
  const { gateway, url, port } = await startGateway({ maxPayload: 2_000 });
  const bystander = await join(url);
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
    bystander.send(text);
  }
  await until('all read', () => bystander.frames('pong').length === 3);
  expect({}).not.toHaveProperty('polluted');

  const tooLong = await join(url);
  tooLong.send('x'.repeat(2_001));
  expect((await tooLong.closed).code).toBe(1009);

  const bytes = [
    Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28]), // invalid UTF-8
    Buffer.from([0x81, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), // 2^62 bytes to come
    Buffer.from([0x81, 0x01, 0x41]), // not masked
    Buffer.from([0xf1, 0x80, 0, 0, 0, 0]), // reserved bits
    Buffer.from([0x83, 0x80, 0, 0, 0, 0]), // unknown opcode
    Buffer.from('GET / HTTP/1.1\r\n\r\n'),
  ];
  for (const data of bytes) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const socket = await rawSocket(port);
    socket.write(handshake());
    // oxlint-disable-next-line no-await-in-loop
    await until('the upgrade', () => socket.text().includes('101 Switching'));
    socket.write(data);
    // oxlint-disable-next-line no-await-in-loop
    await until('its end', () => socket.destroyed || socket.readableEnded);
  }
  await until('the count', () => gateway.peers.size === 1);
  const { closed } = gateway.stats();
  expect(closed.too_large).toBe(2);
  expect(closed.protocol_error).toBe(5);
  expect(bystander.closeCode).toBeNull();
});

it('a flood of heartbeats is closed with 1013; others are served on', async () => {
  const { gateway, url, events } = await startGateway();
  const bystander = await join(url);
  const flooder = await join(url);
  for (let count = 0; count < 10_000; count += 1) flooder.send('{"type":"ping"}');
  expect((await flooder.closed).code).toBe(1013);
  bystander.send('{"type":"ping","id":1}');
  await bystander.frame('pong');
  expect(gateway.stats()).toMatchObject({ closed: { rate_limited: 1 } });
  expect(gateway.stats().counters.pongsSent).toBeLessThanOrEqual(21);
  expect(events.filter(({ kind }) => kind === 'peer.rejected')).toMatchObject([
    { reason: 'rate_limited', code: 1013, remote: '127.0.0.1' },
  ]);
});

it('a flood of control pings is closed too', async () => {
  const { url } = await startGateway();
  const flooder = await join(url);
  for (let count = 0; count < 500; count += 1) flooder.socket.ping();
  expect((await flooder.closed).code).toBe(1013);
});

it('text of a stranger is one escaped line in a record', async () => {
  const { url, events } = await startGateway();
  const client = await join(url);
  client.socket.close(4_000, 'a\r\nb\u001b[31m\u2028\u202e');
  await until('the close', () => events.some(({ kind }) => kind === 'connection.closed'));
  const record = events.find(({ kind }) => kind === 'connection.closed');
  expect(record).toMatchObject({ code: 4_000, cause: 'application' });
  expect(JSON.stringify(record)).not.toMatch(/\\r|\\n|\\u001b|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});
