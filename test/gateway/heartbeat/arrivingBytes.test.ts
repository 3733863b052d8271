import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import {
  createHeartbeatGateway,
  type HeartbeatGateway,
  type HeartbeatGatewayOptions,
} from '../../../src/gateway/index.js';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import { handshake, QUIET } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

const HEARTBEAT = { intervalMs: 1_000, timeoutMs: 3_000 } as const;
/** TLS with a shared key, which takes no certificate. */
const PSK = { ciphers: 'PSK-AES128-GCM-SHA256', minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as const;
const KEY = Buffer.from('a key for this test alone');

/** The head of a masked frame of text, whose mask is 0: its payload goes over the wire as it is. */
function frameHead(length: number): Buffer {
  const head = Buffer.alloc(14);
  head.writeUInt16BE(0x81_ff);
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}
/** A ping message and a pong message, as such frames. */
const [PING, PONG] = ['{"type":"ping"}', '{"type":"pong"}'].map((text) =>
  Buffer.concat([Buffer.from([0x81, 0x80 + text.length, 0, 0, 0, 0]), Buffer.from(text)]),
) as [Buffer, Buffer];

/** Connects a client that speaks raw frames to a gateway whose time is moved by hand. */
async function start(server: Server, optionsOf: (server: Server) => Partial<HeartbeatGatewayOptions>) {
  const clock = createGatewayClock();
  const options = { ...QUIET, clock, heartbeat: HEARTBEAT, ...optionsOf(server) } as HeartbeatGatewayOptions;
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  const gateway = createHeartbeatGateway(options);
  const { port } = server.address() as AddressInfo;
  const isSecure = 'setSecureContext' in server;
  const client: Socket = isSecure
    ? connectSecurely({
        ...PSK,
        port,
        host: '127.0.0.1',
        pskCallback: () => ({ psk: KEY, identity: 'ada' }),
        checkServerIdentity: () => undefined,
      })
    : connect(port, '127.0.0.1');
  let closed = false;
  client.on('close', () => (closed = true));
  const isClosed = () => closed;
  client.on('error', () => {});
  client.resume();
  // Nagle's algorithm would hold small writes back for longer than these seconds, which are moved by hand.
  client.setNoDelay();
  client.write(handshake());
  onTestFinished(async () => {
    client.destroy();
    const done = gateway.close();
    await clock.advance(1_000);
    await done;
    server.close();
  });
  await waitFor('the peer', () => gateway.peers.size === 1);
  /** Lets seconds pass, in each of which the client sends something twice. */
  const pass = async (seconds: number, bytes?: Buffer): Promise<void> => {
    for (let half = 0; half < 2 * seconds && !isClosed(); half += 1) {
      if (bytes) client.write(bytes);
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await clock.advance(500);
    }
  };
  return { clock, gateway, client, pass, isClosed };
}

const counters = (gateway: HeartbeatGateway) => gateway.stats().counters;
const withServer = (server: Server) => ({ server });

describe('a peer in the midst of a long message', () => {
  it.each<[string, () => Server, (server: Server) => Partial<HeartbeatGatewayOptions>]>([
    ['a server', createServer, withServer],
    ['a WebSocketServer', createServer, (server) => ({ wss: new WebSocketServer({ server }) })],
    ['a server with TLS', () => createSecureServer({ ...PSK, pskCallback: () => KEY }), withServer],
  ])('is not given up on, and goes on getting pings (%s)', async (_where, make, optionsOf) => {
    const { gateway, client, pass, isClosed } = await start(make(), optionsOf);
    client.write(frameHead(100_000));
    await pass(30, Buffer.alloc(500, 'x'));
    expect(isClosed()).toBe(false);
    expect(counters(gateway)).toMatchObject({ missed: 0, timeouts: 0 });
    expect(counters(gateway).pingsSent).toBeGreaterThan(20);
    // All the pongs that waited behind the message come at once, and are no flood.
    client.write(Buffer.concat([Buffer.alloc(70_000, 'x'), ...Array<Buffer>(counters(gateway).pingsSent).fill(PONG)]));
    await waitFor('its pongs', () => counters(gateway).pongsReceived === counters(gateway).pingsSent || isClosed());
    expect(isClosed()).toBe(false);
    expect([...gateway.peers][0]?.latencyMs).toBeNull();
  });

  it('may have sent pings for as long as its message took', async () => {
    const { gateway, client, pass, isClosed } = await start(createServer(), withServer);
    client.write(frameHead(100_000));
    await pass(30, Buffer.alloc(500, 'x'));
    client.write(Buffer.concat([Buffer.alloc(70_000, 'x'), ...Array<Buffer>(100).fill(PING), PONG]));
    await waitFor('the pong', () => counters(gateway).pongsReceived === 1 || isClosed());
    expect(isClosed()).toBe(false);
  });

  it('is given up on one timeout after its bytes have stopped', async () => {
    const { gateway, client, pass, isClosed } = await start(createServer(), withServer);
    client.write(frameHead(100_000));
    await pass(10, Buffer.alloc(500, 'x'));
    await pass(2);
    expect(isClosed()).toBe(false);
    await pass(3);
    expect(gateway.stats().closed.heartbeat_timeout).toBe(1);
  });

  it('is closed when its message is longer than one may be', async () => {
    const { gateway, client, pass } = await start(createServer(), (server) => ({ server, maxPayload: 10_000 }));
    client.write(frameHead(10_001));
    await pass(1);
    expect(gateway.peers.size).toBe(0);
  });
});

it('takes bytes that came before the ping for no answer to it', async () => {
  const { gateway, client, pass } = await start(createServer(), withServer);
  client.write(PONG);
  await pass(2);
  expect(counters(gateway).missed).toBeGreaterThan(0);
  await pass(4);
  expect(gateway.stats().closed.heartbeat_timeout).toBe(1);
});

it.each([
  ['no request', undefined],
  ['a request of another kind', { headers: {}, socket: {} }],
])('judges a peer that came with %s by its frames alone', async (_what, request) => {
  const wss = new WebSocketServer({ noServer: true });
  const { gateway, client, pass } = await start(createServer(), (server) => {
    const handleUpgrade = wss.handleUpgrade.bind(wss);
    server.on('upgrade', (upgrade, tcp, head) => {
      handleUpgrade(upgrade, tcp, head, (socket) => void wss.emit('connection', socket, request));
    });
    return { wss };
  });
  client.write(frameHead(100_000));
  await pass(6, Buffer.alloc(500, 'x'));
  expect(gateway.stats().closed.heartbeat_timeout).toBe(1);
});
