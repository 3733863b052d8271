import { expect, it } from 'vitest';
import { join, startGateway } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

const hello = (more: object): object => ({ type: 'heartbeat.hello', client: 'x/1', attempt: 1, ...more });

it('names the session in every record of a connection that has said it', async () => {
  const { gateway, url, events } = await startGateway();
  const client = await join(url);
  client.send(hello({ sessionId: 'a session', previous: { code: 1006, cause: 'closed', downMs: 5 } }));
  await waitFor('the hello', () => events.some(({ kind }) => kind === 'reconnected'));
  client.send('{"type":"ping"}');
  client.socket.close();
  await waitFor('the close', () => events.some(({ kind }) => kind === 'connection.closed'));
  const after = events.slice(events.findIndex(({ kind }) => kind === 'reconnected'));
  expect(after.map(({ sessionId }) => sessionId)).toEqual(after.map(() => 'a session'));
  expect(events[0]).not.toHaveProperty('sessionId');
  expect(events.every(({ gatewayId }) => gatewayId === gateway.id)).toBe(true);
});

it('records what the client says of the connection before, and how much of the outage was seen', async () => {
  const { url, events } = await startGateway();
  const client = await join(url);
  const previous = { connectionId: 'before', code: 1006, cause: 'closed', downMs: 5_000, shownMs: 4_000 };
  client.send(hello({ previous }));
  await waitFor('the hello', () => events.some(({ kind }) => kind === 'reconnected'));
  expect(events.find(({ kind }) => kind === 'reconnected')).toMatchObject({
    downMs: 5_000,
    shownMs: 4_000,
    previousId: 'before',
  });
});

it('keeps frames of a later version from the application, and records their kinds', async () => {
  const { gateway, url, events } = await startGateway();
  const heard: string[] = [];
  gateway.on('connection', (socket) => socket.on('message', (data) => heard.push((data as Buffer).toString())));
  const client = await join(url);
  client.send({ type: 'heartbeat.future\u001b[31m', of: 'ours' });
  client.send({ type: 'heartbeat.notice', id: 'n', text: null });
  client.send('the application’s');
  await waitFor('the message', () => heard.length > 0);
  expect(heard).toEqual(['the application’s']);
  expect(events.filter(({ kind }) => kind === 'frame.unknown')).toMatchObject([
    { frame: 'heartbeat.future\\u{1b}[31m' },
  ]);
  expect(events.filter(({ kind }) => kind === 'frame.invalid')).toMatchObject([
    { reason: "notice: not a client's to send" },
  ]);
});

it('counts unknown frames as heartbeats of a peer that floods', async () => {
  const { url, gateway } = await startGateway({ maxPingsPerSecond: 5 });
  const client = await join(url);
  for (let count = 0; count < 20; count += 1) client.send({ type: 'heartbeat.future' });
  expect((await client.closed).code).toBe(1013);
  await waitFor('the end', () => gateway.peers.size === 0);
  expect(gateway.stats().closed.rate_limited).toBe(1);
});
