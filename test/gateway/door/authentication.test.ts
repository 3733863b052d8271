import { describe, expect, it } from 'vitest';
import { clientFrame } from '../../support/gateway/mutations.js';
import { quietly, waitFor } from '../../support/waitFor.js';
import { handshake, join, rawSocket, startGateway, upgradeStatus } from '../../support/gateway/gateways.js';

describe('authentication', () => {
  it.each([
    [() => true, 101],
    [() => ({ data: { user: 7 } }), 101],
    [() => Promise.resolve(true), 101],
    [() => false, 401],
    [() => 'unauthorized' as const, 401],
    [() => 'forbidden' as const, 403],
    [() => undefined as never, 401],
    [
      () => ({
        get data(): never {
          throw new Error('SENTINEL');
        },
      }),
      401,
    ],
    [() => Promise.reject(new Error('SENTINEL')), 401],
    [
      () => {
        throw new Error('SENTINEL');
      },
      401,
    ],
  ])('answers %s with %i, and repeats no secret', async (authenticate, status) => {
    const { url, gateway, events } = await startGateway({ authenticate });
    let opened = 0;
    gateway.on('connection', () => (opened += 1));
    const answer = await upgradeStatus(`${url}?token=SENTINEL`, { 'Sec-WebSocket-Protocol': 'SENTINEL' }).catch(() => ({
      status: 101,
      headers: {},
    }));
    expect(answer.status).toBe(status);
    expect(opened).toBe(status === 101 ? 1 : 0);
    expect(JSON.stringify(events) + JSON.stringify(gateway.stats())).not.toContain('SENTINEL');
  });

  it('gives its data to the peer', async () => {
    const { url, gateway } = await startGateway({ authenticate: () => ({ data: { user: 7 } }) });
    await join(url);
    expect([...gateway.peers][0]?.data).toEqual({ user: 7 });
  });

  it('ends with 503 when the application does not answer', async () => {
    const { url } = await startGateway({ authenticate: () => new Promise(() => {}), handshakeTimeoutMs: 20 });
    expect((await upgradeStatus(url)).status).toBe(503);
  });

  it('survives a peer that resets while it is refused', async () => {
    const { port, url } = await startGateway({ authenticate: () => false });
    await Promise.all(
      Array.from({ length: 30 }, async () => {
        const socket = await rawSocket(port);
        socket.write(handshake());
        setImmediate(() => socket.resetAndDestroy());
      }),
    );
    expect((await upgradeStatus(url)).status).toBe(401);
  });
});

describe('a client that leaves while it is authenticated', () => {
  it.each(['end', 'resetAndDestroy'] as const)('frees its place at once (%s)', async (leave) => {
    let asked = 0;
    const { port, url } = await startGateway({
      maxConnections: 1,
      authenticate: ({ headers }) => {
        asked += 1;
        return headers.cookie === 'good' ? true : new Promise(() => {});
      },
    });
    const socket = await rawSocket(port);
    socket.write(handshake());
    await waitFor('the question', () => asked === 1);
    socket[leave]();
    await waitFor('the free place', async () => (await upgradeStatus(url, { Cookie: 'good' })).status === 101, 3_000);
  });
});

it('reads what a client sends before it is answered, and after a long authentication', async () => {
  let accept: ((result: boolean) => void) | null = null;
  const { port, gateway } = await startGateway({ authenticate: () => new Promise((resolve) => (accept = resolve)) });
  const heard: string[] = [];
  gateway.on('connection', (socket) => socket.on('message', (data) => heard.push((data as Buffer).toString())));
  const socket = await rawSocket(port);
  socket.write(handshake());
  socket.write(clientFrame(1, Buffer.from('early')));
  await waitFor('the question', () => accept !== null);
  await quietly();
  socket.write(clientFrame(1, Buffer.from('later')));
  await quietly();
  (accept as ((result: boolean) => void) | null)?.(true);
  await waitFor('both messages', () => heard.length === 2);
  expect(heard).toEqual(['early', 'later']);
});
