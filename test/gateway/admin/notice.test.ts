import { expect, it } from 'vitest';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import { ADMIN, ask, join, startGateway, type TestClient } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

const { operatorToken: token, viewerToken } = ADMIN;
const put = (port: number, order: unknown, as: string = token) =>
  ask(port, 'PUT', '/heartbeat/notice', { token: as, body: JSON.stringify(order) });
const remove = (port: number, as: string = token) => ask(port, 'DELETE', '/heartbeat/notice', { token: as });
const get = async (port: number): Promise<{ notice: Record<string, unknown> | null }> =>
  JSON.parse((await ask(port, 'GET', '/heartbeat/notice', { token: viewerToken })).text) as never;

/** A client that shows notices, once the gateway knows that it does. */
async function reader(url: string): Promise<TestClient> {
  const client = await join(url);
  client.send({ type: 'heartbeat.hello', client: 'x/1', attempt: 0, knows: ['notice'] });
  client.send('{"type":"ping"}');
  await client.frame('pong');
  return client;
}

it('reaches every client that knows notices, and those that come while it is in force, with the time that is left', async () => {
  const clock = createGatewayClock();
  const { port, url } = await startGateway({ admin: ADMIN, clock });
  const early = await reader(url);
  const old = await join(url);
  const answer = await put(port, { level: 'warning', text: { en: 'Back at six.', de: 'Um sechs.' }, forMs: 600_000 });
  expect(answer.status).toBe(200);
  const frame = await early.frame('heartbeat.notice');
  const { notice } = await get(port);
  expect(frame).toEqual({
    type: 'heartbeat.notice',
    id: notice?.['id'],
    level: 'warning',
    text: { en: 'Back at six.', de: 'Um sechs.' },
    forMs: 600_000,
  });
  expect(notice).toMatchObject({ by: 'operator', reaches: 1, until: Number(notice?.['at']) + 600_000 });

  await clock.advance(200_000);
  const late = await reader(url);
  expect(await late.frame('heartbeat.notice')).toMatchObject({ id: notice?.['id'], forMs: 400_000 });
  expect(old.frames('heartbeat.notice')).toEqual([]);
});

it('ends by itself, and is told to no one afterwards', async () => {
  const clock = createGatewayClock();
  const { port, url, events } = await startGateway({ admin: ADMIN, clock });
  await put(port, { text: { en: 'Short.' }, forMs: 1_000 });
  await clock.advance(1_000);
  expect(await get(port)).toEqual({ notice: null });
  const client = await reader(url);
  expect(client.frames('heartbeat.notice')).toEqual([]);
  expect(events.find(({ kind }) => kind === 'notice.ended')).toMatchObject({ reason: 'expired' });
});

it('is one at most: another takes its place, and withdrawing tells all', async () => {
  const { port, url, events } = await startGateway({ admin: ADMIN });
  const client = await reader(url);
  await put(port, { text: { en: 'One.' } });
  await put(port, { text: { en: 'Two.' } });
  expect((await remove(port)).status).toBe(204);
  expect((await remove(port)).status).toBe(204);
  await waitFor('three frames', () => client.frames('heartbeat.notice').length === 3);
  const [one, two, gone] = client.frames('heartbeat.notice');
  expect(two?.['id']).not.toBe(one?.['id']);
  expect(gone).toEqual({ type: 'heartbeat.notice', id: two?.['id'], text: null });
  expect(events.filter(({ kind }) => kind.startsWith('notice.'))).toMatchObject([
    { kind: 'notice.posted', by: 'operator', level: 'info', forMs: 3_600_000, reaches: 1 },
    { kind: 'notice.ended', reason: 'replaced', by: 'operator' },
    { kind: 'notice.posted' },
    { kind: 'notice.ended', reason: 'withdrawn', by: 'operator' },
  ]);
  expect(events.filter(({ kind }) => kind === 'admin.acted')).toMatchObject([
    { action: 'PUT /notice', by: 'operator', remote: '127.0.0.1' },
    { action: 'PUT /notice' },
    { action: 'DELETE /notice' },
    { action: 'DELETE /notice' },
  ]);
});

it('is never something that no client would read', async () => {
  const { port, url } = await startGateway({ admin: ADMIN });
  const client = await reader(url);
  const languages = ['en', 'de', 'fr', 'es', 'ja'];
  const long = await put(port, { text: Object.fromEntries(languages.map((tag) => [tag, 'x'.repeat(450)])) });
  expect(long.status).toBe(422);
  expect(long.text).toContain('clients read 2048');
  for (const order of [
    {},
    { text: {} },
    { text: { en: 7 } },
    { text: { en: 'x'.repeat(501) } },
    { text: { '<b>': 'x' } },
    { text: { en: 'x' }, level: 'siren' },
    { text: { en: 'x' }, forMs: 10 },
    { text: { en: 'x' }, html: true },
  ]) {
    const { status } = await put(port, order);
    expect([order, status]).toEqual([order, 422]);
  }
  expect(await get(port)).toEqual({ notice: null });
  await put(port, { text: { en: 'x'.repeat(500), de: 'x'.repeat(500), fr: 'x'.repeat(500), es: 'x'.repeat(350) } });
  expect(await client.frame('heartbeat.notice')).toMatchObject({ level: 'info' });
});

it('is an operator’s to show, and a viewer’s to read', async () => {
  const { port } = await startGateway({ admin: ADMIN });
  expect((await put(port, { text: { en: 'x' } }, viewerToken)).status).toBe(403);
  expect((await remove(port, viewerToken)).status).toBe(403);
  expect((await ask(port, 'GET', '/heartbeat/notice')).status).toBe(401);
  expect(await get(port)).toEqual({ notice: null });
});
