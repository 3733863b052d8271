import { createServer } from 'node:http';
import express from 'express';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHeartbeatGateway } from '../../../src/gateway/index.js';
import { ADMIN as admin, ask, QUIET, rawSocket, startGateway, startServer } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

const token = admin.operatorToken;

/** The gateway in an Express app, behind something that reads bodies. */
async function startBehind(parser: express.RequestHandler) {
  const app = express();
  app.use(parser);
  app.use((request, response, next) => {
    if (!gateway.handle(request, response)) next();
  });
  const { server, port } = await startServer(createServer(app));
  const gateway = createHeartbeatGateway({ ...QUIET, server, admin });
  onTestFinished(() => gateway.close());
  const patch = (body: string, headers = {}) => ask(port, 'PATCH', '/heartbeat/settings', { token, body, headers });
  const drain = (body: string) => ask(port, 'POST', '/heartbeat/drain', { token, body });
  return { gateway, patch, drain };
}

/** As parsers for several platforms do. */
const readUint8Array: express.RequestHandler = (request, _response, next) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    request.body = new Uint8Array(Buffer.concat(chunks));
    next();
  });
};

describe('a body that was read before the gateway got the request', () => {
  it.each([
    ['express.json()', express.json()],
    ['express.text()', express.text({ type: '*/*' })],
    ['express.raw()', express.raw({ type: '*/*' })],
    ['a parser that makes a Uint8Array', readUint8Array],
  ])('is taken from %s', async (_name, parser) => {
    const { gateway, patch, drain } = await startBehind(parser);
    expect((await patch('{"intervalMs":5000}')).status).toBe(200);
    expect(gateway.stats().settings.intervalMs.value).toBe(5_000);
    expect(JSON.parse((await drain('{"overMs":600000}')).text)).toMatchObject({ overMs: 600_000 });
  });

  it('is read by the gateway when the parser leaves it alone, as Express 4 does with an empty object', async () => {
    const { gateway, patch } = await startBehind((request, _response, next) => {
      request.body = {};
      next();
    });
    expect((await patch('{"intervalMs":5000}', { 'Content-Type': 'text/plain' })).status).toBe(200);
    expect(gateway.stats().settings.intervalMs.value).toBe(5_000);
  });

  it('cannot be lost if the request has none', async () => {
    const { patch, drain } = await startBehind((request, _response, next) => {
      request.on('data', () => {}).on('end', () => next());
    });
    expect((await patch('')).text).toContain('is not JSON');
    expect((await drain('')).status).toBe(202);
  });

  it('is an error when it is lost, and no default is taken for it', async () => {
    const { gateway, drain } = await startBehind((request, _response, next) => {
      request.on('data', () => {}).on('end', () => next());
    });
    expect((await drain('{"overMs":600000}')).status).toBe(400);
    expect(gateway.stats().connections).toBe(0);
  });
});

it('counts a body that ends half-way as the client’s fault', async () => {
  const { port, gateway } = await startGateway({ admin });
  const half = await rawSocket(port);
  half.write(
    `PATCH /heartbeat/settings HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n` +
      'Content-Length: 100\r\n\r\n{',
  );
  await waitFor('the request', async () => {
    half.end();
    return (await gateway.registry.metrics()).includes('heartbeat_admin_requests_total{route="/settings"');
  });
  expect(await gateway.registry.metrics()).toContain('{route="/settings",status="400"} 1');
});
