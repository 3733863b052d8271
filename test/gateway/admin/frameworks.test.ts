import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { expect, it, onTestFinished } from 'vitest';
import { createHeartbeatGateway, type HeartbeatGateway } from '../../../src/gateway/index.js';
import { ADMIN as admin, ask, QUIET, startServer } from '../../support/gateway/gateways.js';

function attach(server: Server): HeartbeatGateway {
  const gateway = createHeartbeatGateway({ ...QUIET, server, admin });
  onTestFinished(() => gateway.close());
  return gateway;
}

const FRAMEWORKS: readonly [string, () => Promise<number>][] = [
  [
    'Express, behind its body parser',
    async () => {
      const app = express();
      const server = createServer(app);
      const gateway = attach(server);
      app.use(express.json());
      app.use((request, response, next) => void (gateway.handle(request, response) || next()));
      app.get('/', (_request, response) => void response.send('the app'));
      return (await startServer(server)).port;
    },
  ],
  [
    'Fastify',
    async () => {
      const app = fastify();
      const gateway = attach(app.server);
      app.addHook('onRequest', (request, reply, done) => {
        if (gateway.handle(request.raw, reply.raw)) reply.hijack();
        else done();
      });
      app.get('/', () => 'the app');
      await app.listen({ port: 0, host: '127.0.0.1' });
      onTestFinished(() => app.close());
      return (app.server.address() as AddressInfo).port;
    },
  ],
  [
    'Hono',
    async () => {
      const app = new Hono<{ Bindings: HttpBindings }>();
      const server = await new Promise<Server>((resolve) => {
        const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started as Server));
      });
      onTestFinished(() => void server.close());
      const gateway = attach(server);
      app.use(async ({ env }, next) => (gateway.handle(env.incoming, env.outgoing) ? RESPONSE_ALREADY_SENT : next()));
      app.get('/', (context) => context.text('the app'));
      return (server.address() as AddressInfo).port;
    },
  ],
];

it.each(FRAMEWORKS)('the admin interface can be mounted in %s', async (_name, start) => {
  const port = await start();
  expect((await ask(port, 'GET', '/')).text).toBe('the app');
  expect((await ask(port, 'GET', '/heartbeat/healthz')).status).toBe(200);
  expect((await ask(port, 'GET', '/heartbeat/settings')).status).toBe(401);
  const body = '{"intervalMs":30000,"reason":"mounted"}';
  const changed = await ask(port, 'PATCH', '/heartbeat/settings', { token: admin.operatorToken, body });
  expect(JSON.parse(changed.text)).toMatchObject({ version: 2, intervalMs: { value: 30_000 } });
  const history = await ask(port, 'GET', '/heartbeat/settings/history', { token: admin.viewerToken });
  expect(JSON.parse(history.text).entries).toMatchObject([{ reason: 'mounted', remote: '127.0.0.1' }]);
});
