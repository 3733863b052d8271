import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { ask, join, startGateway, startServer, upgradeStatus, QUIET } from '../../support/gateway/gateways.js';
import { createHeartbeatGateway } from '../../../src/gateway/index.js';

const FIREFOX = { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };

describe('an alias of the gateway’s path', () => {
  it('opens a socket, and shows the application the path that it knows', async () => {
    const seen: unknown[] = [];
    const { gateway, url } = await startGateway({
      authenticate: ({ url: asked }) => {
        seen.push(asked);
        return true;
      },
    });
    gateway.on('connection', (_socket, request) => seen.push(request.url));
    await join(`${url}/~7?token=1`);
    await join(`${url}/~aZ09-_`);
    expect(seen).toEqual(['/ws?token=1', '/ws?token=1', '/ws', '/ws']);
  });

  it.each([
    ['/ws', '/ws?then=/~ada', '/ws?then=/~ada'],
    ['/ws', '/ws/~7?then=/~ada', '/ws?then=/~ada'],
    ['/rooms/~ada', '/rooms/~ada?a=1', '/rooms/~ada?a=1'],
    ['/rooms/~ada', '/rooms/~ada/~7', '/rooms/~ada'],
  ])('of %s changes nothing else: %s is %s', async (path, asked, shown) => {
    const { gateway, port } = await startGateway({ path });
    const seen: unknown[] = [];
    gateway.on('connection', (_socket, request) => seen.push(request.url));
    await join(`ws://127.0.0.1:${port}${asked}`);
    expect(seen).toEqual([shown]);
  });

  it('of the path `/` is an alias, too', async () => {
    const { url, gateway } = await startGateway({ path: '/' });
    await join(`${url}/~7`);
    await join(`${url}~7?a=1`);
    expect(gateway.peers.size).toBe(2);
  });

  it('is asked why it opens no socket, as the path is', async () => {
    const { port } = await startGateway();
    expect((await ask(port, 'GET', '/ws/~7')).status).toBe(426);
  });

  it.each(['/ws/7', '/ws/~', '/ws/~7/8', '/ws/~12345678901234567', '/other/~7', '/ws~7', '/ws/~%2e'])(
    '%s is none',
    async (path) => {
      const { port } = await startGateway();
      expect((await upgradeStatus(`ws://127.0.0.1:${port}${path}`)).status).toBe(404);
    },
  );

  it('is told to Firefox, and to no other client', async () => {
    const { url } = await startGateway();
    const firefox = await join(url, 'answers', { headers: FIREFOX });
    expect(await firefox.frame('heartbeat.welcome')).toMatchObject({ aliases: true });
    const other = await join(url);
    expect(await other.frame('heartbeat.welcome')).not.toHaveProperty('aliases');
  });

  it('is not told where a `wss` of the application decides over paths', async () => {
    const { server, port } = await startServer();
    const wss = new WebSocketServer({ server, path: '/ws' });
    const gateway = createHeartbeatGateway({ ...QUIET, wss });
    onTestFinished(() => gateway.close());
    const firefox = await join(`ws://127.0.0.1:${port}/ws`, 'answers', { headers: FIREFOX });
    expect(await firefox.frame('heartbeat.welcome')).not.toHaveProperty('aliases');
  });
});
