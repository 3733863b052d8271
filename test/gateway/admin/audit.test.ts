import { describe, expect, it } from 'vitest';
import { ADMIN as admin, ask, join, startGateway } from '../../support/gateway/gateways.js';

describe('the record of what is done through the admin interface', () => {
  it('says who did what from where, in text that is safe in a log', async () => {
    const { port, url, gateway, events } = await startGateway({
      admin: { authorize: ({ headers }) => ({ role: 'operator', subject: `${String(headers['x-user'])}\n` }) },
    });
    await join(url);
    const [peer] = gateway.peers;
    const as = (user: string) => ({ headers: { 'X-User': user } });
    await ask(port, 'DELETE', `/heartbeat/peers/${peer?.id}`, as('ada'));
    await ask(port, 'PATCH', '/heartbeat/settings', { body: '{"intervalMs":5000}', ...as('bob') });
    await ask(port, 'POST', '/heartbeat/drain', as('eve'));
    const acted = events.filter(({ kind }) => kind === 'admin.acted');
    expect(acted).toMatchObject([
      { action: 'DELETE /peers/:id', by: 'ada\\u{a}', remote: '127.0.0.1', connectionId: peer?.id, status: 204 },
      { action: 'PATCH /settings', by: 'bob\\u{a}', remote: '127.0.0.1', status: 200 },
      { action: 'POST /drain', by: 'eve\\u{a}', remote: '127.0.0.1', status: 202 },
    ]);
    expect(events.find(({ kind }) => kind === 'settings.changed')).toMatchObject({
      by: 'bob\\u{a}',
      remote: '127.0.0.1',
    });
  });

  it('says from where a wrong token came, and never the token', async () => {
    const { port, events } = await startGateway({ admin });
    await ask(port, 'GET', '/heartbeat/stats', { token: 'SENTINEL' });
    await ask(port, 'POST', '/heartbeat/drain', { token: admin.viewerToken });
    expect(events).toMatchObject([
      { kind: 'admin.refused', action: 'GET /stats', status: 401, remote: '127.0.0.1' },
      { kind: 'admin.refused', action: 'POST /drain', status: 403, remote: '127.0.0.1', by: 'viewer' },
    ]);
    expect(events[0]).not.toHaveProperty('by');
    expect(JSON.stringify(events)).not.toContain('SENTINEL');
  });

  it('holds nothing of an action that was refused or that failed', async () => {
    const { port, events } = await startGateway({ admin });
    await ask(port, 'PATCH', '/heartbeat/settings', { token: admin.operatorToken, body: '{"intervalMs":1}' });
    await ask(port, 'DELETE', '/heartbeat/peers/unknown', { token: admin.operatorToken });
    expect(events).toEqual([]);
  });
});
