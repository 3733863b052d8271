import { describe, expect, it } from 'vitest';
import { createHeartbeatGateway } from '../../../src/gateway/index.js';
import { QUIET, startGateway, TestClient, type Manners } from '../../support/gateway/gateways.js';
import { quietly, waitFor } from '../../support/waitFor.js';

const QUICK = { intervalMs: 50, timeoutMs: 200 } as const;

async function connect(url: string, protocol: string | undefined, manners: Manners = 'control-only') {
  const client = new TestClient(url, manners, { subprotocols: protocol === undefined ? [] : [protocol] });
  let pings = 0;
  client.socket.on('ping', () => (pings += 1));
  await waitFor('the connection', () => client.socket.readyState === 1);
  return { client, pings: () => pings };
}

describe('a socket with the subprotocol of another protocol', () => {
  it('gets control pings, from which the round trip is measured, and no frame of ours', async () => {
    const { gateway, url } = await startGateway({ heartbeat: QUICK });
    const { client, pings } = await connect(url, 'graphql-transport-ws');
    await waitFor('pings', () => pings() >= 5 && [...gateway.peers][0]?.latencyMs !== null);
    await gateway.drain({ overMs: 0 });
    expect((await client.closed).code).toBe(1012);
    expect(client.received).toEqual([]);
    expect(gateway.stats().counters).toMatchObject({ timeouts: 0 });
  });

  it('has its own messages, though they look like ours', async () => {
    const { gateway, url } = await startGateway();
    const heard: string[] = [];
    gateway.on('connection', (socket) => socket.on('message', (data) => heard.push((data as Buffer).toString())));
    const { client } = await connect(url, 'graphql-transport-ws');
    client.send('{"type":"ping"}');
    client.send('{"type":"pong"}');
    await waitFor('both', () => heard.length === 2);
    expect(heard).toEqual(['{"type":"ping"}', '{"type":"pong"}']);
    await quietly();
    expect(client.received).toEqual([]);
  });

  it('is given up on when it answers no control ping', async () => {
    const { gateway, url } = await startGateway({ heartbeat: QUICK });
    const { client } = await connect(url, 'mqtt', 'silent');
    expect((await client.closed).code).toBe(1006);
    await waitFor('its record', () => gateway.stats().closed.heartbeat_timeout === 1);
  });
});

describe('the option `frames`', () => {
  it('can ask for frames on every socket, or on none', async () => {
    const json = await startGateway({ frames: 'json' });
    const { client } = await connect(json.url, 'my-app');
    await client.frame('heartbeat.welcome');
    const control = await startGateway({ frames: 'control' });
    const plain = await connect(control.url, undefined);
    await quietly();
    expect(plain.client.received).toEqual([]);
  });

  it('can decide by the request and the subprotocol, and a failure counts as `json`', async () => {
    const asked: [string | undefined, string][] = [];
    const { url, events } = await startGateway({
      frames: (request, protocol) => {
        asked.push([request?.url, protocol]);
        if (protocol === 'broken') throw new Error('broken');
        return protocol === 'ours' ? 'json' : 'control';
      },
    });
    await (await connect(url, 'ours')).client.frame('heartbeat.welcome');
    await (await connect(url, 'broken')).client.frame('heartbeat.welcome');
    expect(asked).toEqual([
      ['/ws', 'ours'],
      ['/ws', 'broken'],
    ]);
    expect(events.map(({ kind }) => kind)).toContain('listener.failed');
  });

  it('is invalid when it is anything else', () => {
    expect(() => createHeartbeatGateway({ ...QUIET, port: 0, frames: 'text' as 'json' })).toThrow(
      expect.objectContaining({ option: 'frames' }),
    );
  });
});
