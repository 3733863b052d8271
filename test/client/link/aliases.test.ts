import { expect, it } from 'vitest';
import type { SocketUrl } from '../../../src/client/url.js';
import { createFakeConnection } from '../../support/client/fakeConnection.js';

const welcome = (aliases?: unknown): string =>
  JSON.stringify({
    type: 'heartbeat.welcome',
    connectionId: 'c',
    gatewayId: 'g',
    heartbeat: { intervalMs: 25_000, timeoutMs: 75_000 },
    version: 1,
    aliases,
  });

/** Paths and queries of the first dials: one that opens and is welcomed like this, then some that fail. */
function dialled(aliases: unknown, url: SocketUrl = 'ws://gateway.test/ws?token=1#part'): string[] {
  const connection = createFakeConnection({ random: () => 0, reconnect: { minDelayMs: 100, baseDelayMs: 0 } }, url);
  connection.subject.connect();
  connection.socket.open();
  connection.socket.receive(welcome(aliases));
  for (let dial = 0; dial < 4; dial++) {
    connection.socket.close();
    connection.clock.advance(1_000);
  }
  connection.subject.destroy();
  return connection.sockets.map(({ request }) => request.url.replace('ws://gateway.test', ''));
}

it('every other attempt dials by an alias of its own, once the gateway has asked for it', () => {
  expect(dialled(true)).toEqual(['/ws?token=1', '/ws/~2?token=1', '/ws?token=1', '/ws/~4?token=1', '/ws?token=1']);
});

it('so do attempts whose URL is asked for', () => {
  expect(dialled(true, () => 'ws://gateway.test/').slice(0, 2)).toEqual(['/', '//~2']);
});

it.each([undefined, false, 'true'])('none does where the welcome says %s', (aliases) => {
  expect(new Set(dialled(aliases))).toEqual(new Set(['/ws?token=1']));
});

it('`reconnect()` dials by an alias', () => {
  const connection = createFakeConnection({}, 'ws://gateway.test/ws');
  connection.subject.connect();
  connection.socket.open();
  connection.socket.receive(welcome(true));
  connection.subject.reconnect();
  expect(connection.socket.request.url).toBe('ws://gateway.test/ws/~2');
  connection.subject.destroy();
});
