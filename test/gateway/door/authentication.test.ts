import { describe, expect, it } from 'vitest';
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
