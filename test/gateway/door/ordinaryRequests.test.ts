import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import express from 'express';
import fastify from 'fastify';
import { generate } from 'selfsigned';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHeartbeatGateway } from '../../../src/gateway/index.js';
import { ask, handshake, QUIET, rawSocket, startGateway, startServer } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

/** What Java's HttpClient sends with its first request to a server, and `curl --http2`. */
const H2C = {
  Connection: 'Upgrade, HTTP2-Settings',
  Upgrade: 'h2c',
  'HTTP2-Settings': 'AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
};
const H2C_LINES = Object.entries(H2C)
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('');

describe('a request that offers another protocol', () => {
  it('is an ordinary one for an Express app, with its body', async () => {
    const app = express();
    app.use((request, response, next) => {
      if (!gateway.handle(request, response)) next();
    });
    app.get('/hello', (request, response) => void response.send(`hello ${request.get('x-name')}`));
    app.post('/echo', express.text(), (request, response) => void response.send(request.body));
    const { server, port } = await startServer(createServer(app));
    const gateway = createHeartbeatGateway({ ...QUIET, server });
    onTestFinished(() => gateway.close());
    const headers = { ...H2C, 'X-Name': 'Ada' };
    expect(await ask(port, 'GET', '/hello', { headers })).toMatchObject({ status: 200, text: 'hello Ada' });
    expect((await ask(port, 'GET', '/heartbeat/healthz', { headers })).text).toBe('{"status":"ok"}');
    expect((await ask(port, 'GET', '/nothing', { headers })).status).toBe(404);
    const body = 'x'.repeat(70_000);
    const posted = await ask(port, 'POST', '/echo', { body, headers: { ...headers, 'Content-Type': 'text/plain' } });
    expect(posted.text).toBe(body);
  });

  it('is an ordinary one for Fastify', async () => {
    const app = fastify();
    onTestFinished(() => app.close());
    const gateway = createHeartbeatGateway({ ...QUIET, server: app.server });
    onTestFinished(() => gateway.close());
    app.get('/hello', async () => 'hello');
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    expect(await ask(port, 'GET', '/hello', { headers: H2C })).toMatchObject({ status: 200, text: 'hello' });
  });

  it('is an ordinary one on the gateway’s own server, and leaves the connection open for the next', async () => {
    const { port } = await startGateway();
    const socket = await rawSocket(port);
    const request = `GET /heartbeat/healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n${H2C_LINES}\r\n`;
    for (const count of [1, 2, 3]) {
      socket.write(request);
      await waitFor(`answer ${count}`, () => socket.text().split('{"status":"ok"}').length === count + 1);
    }
    socket.write(handshake());
    await waitFor('the upgrade', () => socket.text().includes('101 Switching Protocols'));
  });

  it('is an ordinary one over TLS', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2_048 });
    const { server, port } = await startServer(
      createSecureServer({ key, cert }, (request, response) => void response.end(`app ${request.url}`)),
    );
    const gateway = createHeartbeatGateway({ ...QUIET, server });
    onTestFinished(() => gateway.close());
    const socket = connectSecurely({ port, host: '127.0.0.1', ca: cert, servername: 'localhost' });
    onTestFinished(() => void socket.destroy());
    let text = '';
    socket.on('data', (data: Buffer) => (text += data.toString()));
    socket.write(`GET /hello HTTP/1.1\r\nHost: localhost\r\n${H2C_LINES}\r\n`);
    await waitFor('the answer', () => text.includes('app /hello'));
  });

  it('is answered once where two gateways share a server', async () => {
    let count = 0;
    const { server, port } = await startServer(createServer((_request, response) => response.end(`${(count += 1)}`)));
    for (const path of ['/a', '/b']) {
      const gateway = createHeartbeatGateway({ ...QUIET, server, path });
      onTestFinished(() => gateway.close());
    }
    expect((await ask(port, 'GET', '/a', { headers: H2C })).text).toBe('1');
  });
});

it('takes request targets in absolute form, as a forward proxy passes them on', async () => {
  const { port } = await startGateway();
  const socket = await rawSocket(port);
  socket.write('GET http://127.0.0.1/heartbeat/healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
  await waitFor('the answer', () => socket.text().includes('{"status":"ok"}'));
  const upgrade = await rawSocket(port);
  upgrade.write(
    'GET ws://127.0.0.1/ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await waitFor('the upgrade', () => upgrade.text().startsWith('HTTP/1.1 101'));
});
