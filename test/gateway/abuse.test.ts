import { connect, type Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as closeCodes from '../../src/protocol/closeCodes.js';
import { ask, handshake, join, rawSocket, startGateway, upgradeStatus } from '../support/gateway/gateways.js';
import { clientFrame } from '../support/gateway/mutations.js';
import { waitFor } from '../support/waitFor.js';

const MEBIBYTE = 1_048_576;

async function upgraded(port: number, extra = ''): Promise<Awaited<ReturnType<typeof rawSocket>>> {
  const socket = await rawSocket(port);
  socket.write(handshake('/ws', extra));
  await waitFor('the upgrade', () => socket.text().includes('heartbeat.welcome') || socket.text().includes('deflate'));
  return socket;
}

const isOver = (socket: Socket): boolean => socket.destroyed || socket.readableEnded;

describe('slowloris', () => {
  it('is cut, whether it sends nothing or a byte now and then, and others connect all the while', async () => {
    const { port, url } = await startGateway();
    const stalls = monitorEventLoopDelay();
    stalls.enable();
    const startedAt = performance.now();
    const idle = await Promise.all(Array.from({ length: 500 }, () => rawSocket(port)));
    const dripping = idle.slice(0, 100);
    let at = 0;
    const drip = setInterval(() => {
      for (const socket of dripping) socket.write(handshake()[at] ?? 'x');
      at += 1;
    }, 500);
    onTestFinished(() => clearInterval(drip));
    await join(url);
    expect(idle.filter(isOver)).toEqual([]);
    await waitFor('all are cut', () => idle.every(isOver));
    expect(performance.now() - startedAt).toBeLessThan(12_000 + stalls.max / 1e6);
  });

  it('holds a place no longer than the handshake may take when it never gets past authentication', async () => {
    const { url } = await startGateway({
      maxConnections: 50,
      handshakeTimeoutMs: 200,
      authenticate: (request) => (request.headers.cookie === 'good' ? true : new Promise(() => {})),
    });
    const hanging = Array.from({ length: 50 }, () => upgradeStatus(url));
    expect((await Promise.all(hanging)).map(({ status }) => status)).toEqual(hanging.map(() => 503));
    expect((await upgradeStatus(url, { Cookie: 'good' })).status).toBe(101);
  });
});

describe('a message without end', () => {
  it.each([
    ['2 GiB', 0x7f_ff_ff_ffn],
    ['2⁶² bytes', 2n ** 62n],
  ])('is refused when it announces %s, before they arrive', async (_size, length) => {
    const { port, gateway } = await startGateway();
    const socket = await upgraded(port);
    const before = process.memoryUsage().rss;
    const head = Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    head.writeBigUInt64BE(length, 2);
    socket.write(head);
    await waitFor('the end', () => isOver(socket) && gateway.stats().closed.too_large === 1);
    expect(process.memoryUsage().rss - before).toBeLessThan(20 * MEBIBYTE);
  });

  it('is cut when it comes in ever more fragments', async () => {
    const { port, gateway } = await startGateway();
    const socket = await upgraded(port);
    const piece = clientFrame(0, Buffer.from('x'), false);
    socket.write(
      Buffer.concat([clientFrame(1, Buffer.from('x'), false), ...Array.from({ length: 65_536 }, () => piece)]),
    );
    await waitFor('the end', () => isOver(socket));
    await waitFor('its record', () => gateway.peers.size === 0);
    expect(gateway.stats().closed.too_large + gateway.stats().closed.protocol_error).toBe(1);
  });

  it('is bounded by maxPayload when it is compressed, and compression is off by default', async () => {
    const bomb = deflateRawSync(Buffer.alloc(64 * MEBIBYTE), { finishFlush: 2 }).subarray(0, -4);
    const frame = clientFrame(2, Buffer.alloc(0));
    const offer = 'Sec-WebSocket-Extensions: permessage-deflate\r\n';
    const off = await startGateway();
    expect((await upgraded(off.port, offer)).text()).not.toContain('deflate');
    const { port, gateway } = await startGateway({ perMessageDeflate: true });
    const socket = await upgraded(port, offer);
    expect(socket.text()).toContain('permessage-deflate; server_no_context_takeover');
    const before = process.memoryUsage().rss;
    const head = Buffer.concat([Buffer.from([0xc2, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]), frame.subarray(2)]);
    head.writeUInt32BE(bomb.length, 6);
    socket.write(Buffer.concat([head, bomb]));
    await waitFor('the end', () => isOver(socket) && gateway.stats().closed.too_large === 1);
    expect(process.memoryUsage().rss - before).toBeLessThan(40 * MEBIBYTE);
  });
});

it('finds and frees 200 half-open connections, and no other', async () => {
  const { gateway, port, url } = await startGateway({ heartbeat: { intervalMs: 100, timeoutMs: 400 } });
  const good = await join(url);
  // They upgrade, and then nothing comes from them: no FIN, no RST, no pong.
  const dead = await Promise.all(Array.from({ length: 200 }, () => upgraded(port)));
  await waitFor('only the good one is left', () => gateway.peers.size === 1, 10_000);
  await waitFor('their TCP is gone', () => dead.every(isOver));
  expect(good.closeCode).toBeNull();
  expect(gateway.stats().counters.timeouts).toBe(200);
});

it('closes the connection of a flooder, and answers the others meanwhile', async () => {
  const { port, url } = await startGateway();
  const good = await join(url);
  const flood = Buffer.concat(Array.from({ length: 10_000 }, () => clientFrame(1, Buffer.from('{"type":"ping"}'))));
  const flooder = await upgraded(port);
  flooder.write(flood);
  good.send({ type: 'ping', id: 1 });
  await waitFor('the pong', () => good.frames('pong').some(({ id }) => id === 1));
  await waitFor('the end', () => isOver(flooder));
  expect(flooder.text()).toContain('too many heartbeats');
});

it('cuts off a peer that does not read, and frees the bytes that waited for it', async () => {
  const { gateway, url } = await startGateway({
    heartbeat: { intervalMs: 60, timeoutMs: 5_000 },
    maxBufferedBytes: 100_000,
  });
  const slow = await join(url);
  slow.socket.pause();
  const [peer] = gateway.peers;
  const push = setInterval(() => gateway.broadcast(Buffer.alloc(200_000)), 5);
  onTestFinished(() => clearInterval(push));
  await waitFor('the end', () => gateway.stats().closed.slow_reader === 1, 10_000);
  await waitFor('its record', () => gateway.peers.size === 0);
  expect(peer?.socket.bufferedAmount ?? 0).toBeLessThan(1_000_000);
  expect(gateway.stats().counters.timeouts).toBe(0);
});

describe('text of a stranger', () => {
  it.each([
    '{"__proto__":{"x":1},"type":"ping"}',
    '{"type":"heartbeat.hello","client":"a","attempt":0,"constructor":{"prototype":{"x":1}}}',
    '['.repeat(60_000),
    '{"type":"ping","id":1e400}',
    '"\\ud800"',
    'null',
    '{"type":"heartbeat.hello","client":"a","attempt":0,"previous":{"code":1,"cause":"__proto__","downMs":1}}',
  ])('changes no prototype and ends no connection: %s', async (text) => {
    const { gateway, url } = await startGateway();
    const client = await join(url);
    client.send(text);
    client.send('{"type":"ping","id":9}');
    await waitFor('an answer', () => client.frames('pong').some(({ id }) => id === 9));
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect(Object.keys(gateway.stats().reconnects)).not.toContain('__proto__');
  });

  it('is one escaped line in the log, without a secret', async () => {
    const lines: string[] = [];
    const take = (record: object): void => void lines.push(JSON.stringify(record));
    const logger = { debug: take, info: take, warn: take, error: take };
    const admin = { operatorToken: 'SENTINEL' };
    const { gateway, port, url } = await startGateway({ logger, admin, authenticate: () => 'forbidden' });
    const nasty = 'https://evil.test/\u001b[31m\u2028'
      .split('')
      .map((char) => (char > '\u00ff' ? '?' : char))
      .join('');
    const socket = await rawSocket(port);
    socket.write(
      handshake('/ws?token=SENTINEL', `Origin: ${nasty}\r\nUser-Agent: a\u001bb\r\nX-Forwarded-For: \u0007\r\n`),
    );
    await upgradeStatus(`${url}?token=SENTINEL`, {
      Authorization: 'Bearer SENTINEL',
      'Sec-WebSocket-Protocol': 'SENTINEL',
    });
    await ask(port, 'GET', '/heartbeat/settings', { token: 'SENTINEL-wrong' });
    const metrics = await ask(port, 'GET', '/heartbeat/metrics', { token: 'SENTINEL' });
    const stats = await ask(port, 'GET', '/heartbeat/stats', { token: 'SENTINEL' });
    const said = lines.join('\n') + metrics.text + stats.text + JSON.stringify(gateway.stats());
    expect(said).not.toContain('SENTINEL');
    for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(lines.length).toBeGreaterThan(0);
  });
});

it('lets the application close the connections of a user whose session ends', async () => {
  const { gateway, url } = await startGateway({ authenticate: ({ headers }) => ({ data: headers.cookie }) });
  const mine = await join(url, 'answers', { headers: { Cookie: 'ada' } });
  const other = await join(url, 'answers', { headers: { Cookie: 'bob' } });
  for (const peer of gateway.peers) if (peer.data === 'ada') peer.socket.close(closeCodes.unauthorized, 'signed out');
  expect(await mine.closed).toEqual({ code: 4401, reason: 'signed out' });
  expect(other.closeCode).toBeNull();
});

it('answers or cuts handshakes that try to smuggle, and goes on', async () => {
  const { port, url } = await startGateway();
  const tries = [
    handshake('/ws', 'Content-Length: 100\r\n'),
    handshake('/ws', 'Transfer-Encoding: chunked\r\nContent-Length: 3\r\n'),
    handshake('/ws', 'Upgrade: h2c\r\n'),
    handshake().replace('HTTP/1.1', 'HTTP/1.0'),
    handshake().replace('Version: 13', 'Version: 7'),
  ];
  await Promise.all(
    tries.map(async (text) => {
      const socket = connect(port, '127.0.0.1');
      onTestFinished(() => void socket.destroy());
      socket.on('error', () => {});
      socket.write(text);
      await new Promise((resolve) => socket.once('data', resolve));
    }),
  );
  expect((await upgradeStatus(url)).status).toBe(101);
});
