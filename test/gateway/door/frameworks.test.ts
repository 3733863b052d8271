import { connect, createSecureServer as createHttp2Server } from 'node:http2';
import { createServer as createSecureServer } from 'node:https';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { WsAdapter } from '@nestjs/platform-ws';
import { WebSocketGateway, type OnGatewayInit } from '@nestjs/websockets';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { generate } from 'selfsigned';
import { expect, it, onTestFinished } from 'vitest';
import { createServer as createViteServer } from 'vite';
import { WebSocket, type WebSocketServer } from 'ws';
import { createHeartbeatGateway, type HeartbeatGateway } from '../../../src/gateway/index.js';
import { join, startServer } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

const QUICK = {
  env: {},
  configFile: false,
  closeTimeoutMs: 100,
  heartbeat: { intervalMs: 50, timeoutMs: 200 },
} as const;

const portOf = (server: { address(): AddressInfo | string | null }): number => (server.address() as AddressInfo).port;

function attach(server: Server): HeartbeatGateway {
  const gateway = createHeartbeatGateway({ ...QUICK, server });
  onTestFinished(() => gateway.close());
  return gateway;
}

/** A peer that answers pings stays connected, and a silent one does not: the gateway does its work here. */
async function assertHeartbeats(gateway: HeartbeatGateway, url: string, options: object = {}): Promise<void> {
  const client = await join(url, 'answers', options);
  const silent = await join(url, 'silent', options);
  expect((await silent.closed).code).toBe(1006);
  await waitFor('pings', () => client.frames('ping').length >= 4);
  await waitFor('the silent peer is gone', () => gateway.peers.size === 1);
  expect(client.closeCode).toBeNull();
}

it('works with TLS on an https.Server', async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2_048 });
  const { server, port } = await startServer(createSecureServer({ key, cert }));
  await assertHeartbeats(attach(server), `wss://127.0.0.1:${port}/ws`, { ca: cert, servername: 'localhost' });
});

it('works with an HTTP/2 server that takes HTTP/1 as well, and is asked by HTTP/2', async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2_048 });
  const server = createHttp2Server({ key, cert, allowHTTP1: true }, (request, response) => {
    // Node's types of both protocols differ, though HTTP/2 is made to look like HTTP/1.
    const pair = [request, response] as unknown as [IncomingMessage, ServerResponse];
    if (!gateway.handle(...pair)) response.end('the app');
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const gateway = createHeartbeatGateway({
    ...QUICK,
    server: server as unknown as Server,
    admin: { authorize: () => 'operator' },
  });
  onTestFinished(() => gateway.close());
  await assertHeartbeats(gateway, `wss://127.0.0.1:${portOf(server)}/ws`, { ca: cert, servername: 'localhost' });

  const session = connect(`https://localhost:${portOf(server)}`, {
    ca: cert,
    lookup: (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }], 4),
  });
  onTestFinished(() => session.destroy());
  const statusOf = (path: string, method = 'GET', body = '', authority = 'localhost') =>
    new Promise((resolve, reject) => {
      const stream = session.request({ ':path': path, ':method': method, ':authority': authority });
      stream.on('error', reject);
      stream.on('response', (headers) => resolve(headers[':status']));
      if (method !== 'GET') stream.end(body);
    });
  expect(await statusOf('/ws')).toBe(426);
  expect(await statusOf('/heartbeat/stats')).toBe(200);
  expect(await statusOf('/heartbeat/stats', 'GET', '', 'evil.test')).toBe(403);
  expect(await statusOf('/heartbeat/settings', 'PATCH', '{"intervalMs":5000,"timeoutMs":9000}')).toBe(200);
  expect(await statusOf('/heartbeat/settings', 'PATCH', 'x'.repeat(20_000))).toBe(413);
  expect(await statusOf('/')).toBe(200);
});

it('works with a Vite dev server, which goes on reloading pages', async () => {
  const vite = await createViteServer({
    configFile: false,
    logLevel: 'silent',
    appType: 'custom',
    root: import.meta.dirname,
    server: { port: 0, host: '127.0.0.1', watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  onTestFinished(() => vite.close());
  await vite.listen();
  const gateway = attach(vite.httpServer as Server);
  const port = portOf(vite.httpServer as Server);
  const { webSocketToken } = vite.config as unknown as { webSocketToken: string };
  const page = new WebSocket(`ws://127.0.0.1:${port}/?token=${webSocketToken}`, 'vite-hmr');
  onTestFinished(() => page.terminate());
  const told: string[] = [];
  page.on('message', (data: Buffer) => told.push((JSON.parse(data.toString()) as { type: string }).type));
  await waitFor('the page is connected', () => told.includes('connected'));
  await assertHeartbeats(gateway, `ws://127.0.0.1:${port}/ws`);
  vite.ws.send({ type: 'full-reload' });
  await waitFor('the reload', () => told.includes('full-reload'));
  expect(told.filter((type) => type.startsWith('heartbeat'))).toEqual([]);
});

it('works with Express', async () => {
  const app = express();
  app.use((request, response, next) => {
    if (!gateway.handle(request, response)) next();
  });
  app.get('/', (_request, response) => void response.send('the app'));
  const { server, port } = await startServer((await import('node:http')).createServer(app));
  const gateway = attach(server);
  await assertHeartbeats(gateway, `ws://127.0.0.1:${port}/ws`);
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('the app');
  expect((await fetch(`http://127.0.0.1:${port}/heartbeat/healthz`)).status).toBe(200);
});

it('works with Fastify', async () => {
  const app = fastify();
  onTestFinished(() => app.close());
  const gateway = attach(app.server);
  app.addHook('onRequest', async (request, reply) => {
    if (gateway.handle(request.raw, reply.raw)) reply.hijack();
  });
  app.get('/', async () => 'the app');
  await app.listen({ port: 0, host: '127.0.0.1' });
  const port = portOf(app.server);
  await assertHeartbeats(gateway, `ws://127.0.0.1:${port}/ws`);
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('the app');
  expect((await fetch(`http://127.0.0.1:${port}/heartbeat/healthz`)).status).toBe(200);
});

it('works with Hono on Node', async () => {
  const app = new Hono();
  app.get('/', (context) => context.text('the app'));
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
  await waitFor('it listens', () => server.listening);
  onTestFinished(() => void (server.closeAllConnections(), server.close()));
  await assertHeartbeats(attach(server), `ws://127.0.0.1:${portOf(server)}/ws`);
  expect(await (await fetch(`http://127.0.0.1:${portOf(server)}/`)).text()).toBe('the app');
});

it('works with NestJS, through the WebSocketServer of its ws adapter', async () => {
  let gateway: HeartbeatGateway | undefined;
  class Chat implements OnGatewayInit {
    afterInit(wss: WebSocketServer): void {
      gateway = createHeartbeatGateway({ ...QUICK, wss });
      onTestFinished(() => gateway?.close());
    }
  }
  const App = class {
    readonly name = 'app';
  };
  // A Nest application does this with decorators.
  WebSocketGateway({ path: '/live' })(Chat);
  Module({ providers: [Chat] })(App as Type);
  const app = await NestFactory.create(App, { logger: false });
  onTestFinished(() => app.close());
  app.useWebSocketAdapter(new WsAdapter(app));
  await app.listen(0, '127.0.0.1');
  const port = portOf(app.getHttpServer() as Server);
  await assertHeartbeats(gateway as unknown as HeartbeatGateway, `ws://127.0.0.1:${port}/live`);
});
