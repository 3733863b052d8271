import { expect, it } from 'vitest';
import { join, startGateway } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

it('welcomes a connection first of all, with its id and the settings', async () => {
  const { gateway, url } = await startGateway({ heartbeat: { intervalMs: 5_000 } });
  gateway.on('connection', (socket) => socket.send('application'));
  const client = await join(url);
  await waitFor('the message', () => client.received.length === 2);
  const [peer] = gateway.peers;
  expect(JSON.parse(client.received[0] as string)).toEqual({
    type: 'heartbeat.welcome',
    connectionId: peer?.id,
    gatewayId: gateway.id,
    heartbeat: { intervalMs: 5_000, timeoutMs: 15_000 },
    version: 1,
    administered: false,
  });
});

it('counts one reconnect for a connection’s hellos, under a known cause or `other`', async () => {
  const { gateway, url, events } = await startGateway();
  for (const cause of ['heartbeat-timeout', 'heartbeat-timeout', '__proto__', 'made up by me']) {
    const client = await join(url);
    const hello = { type: 'heartbeat.hello', client: 'x/1', attempt: 3, previous: { code: 1006, cause, downMs: 5 } };
    client.send(hello);
    client.send(hello);
  }
  await waitFor('the hellos', () => [...gateway.peers].every(({ attempt }) => attempt === 3));
  const { reconnects } = gateway.stats();
  expect(reconnects['heartbeat-timeout']).toBe(2);
  expect(reconnects['other']).toBe(2);
  expect(Object.keys(reconnects)).not.toContain('made up by me');
  expect(events.filter(({ kind }) => kind === 'reconnected')).toHaveLength(4);
});
