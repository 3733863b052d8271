import { expect, it } from 'vitest';
import { handshake, join, rawSocket, startGateway } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

it('ends the connection of a hostile sender and no other', async () => {
  const { gateway, url, port } = await startGateway({ maxPayload: 2_000 });
  const bystander = await join(url);
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
    const socket = await rawSocket(port);
    socket.write(handshake());
    await waitFor('the upgrade', () => socket.text().includes('101 Switching'));
    socket.write(data);
    await waitFor('its end', () => socket.destroyed || socket.readableEnded);
  }
  await waitFor('one peer', () => gateway.peers.size === 1);
  const { closed } = gateway.stats();
  expect(closed.too_large).toBe(2);
  expect(closed.protocol_error).toBe(5);
  expect(bystander.closeCode).toBeNull();
});

it('records the words of a stranger as one escaped line', async () => {
  const { url, events } = await startGateway();
  const client = await join(url);
  client.socket.close(4_000, 'a\r\nb\u001b[31m\u2028\u202e');
  await waitFor('the close', () => events.some(({ kind }) => kind === 'connection.closed'));
  const record = events.find(({ kind }) => kind === 'connection.closed');
  expect(record).toMatchObject({ code: 4_000, cause: 'application' });
  expect(JSON.stringify(record)).not.toMatch(/\\r|\\n|\\u001b|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});
