import { join as joinPath } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileState, type PortOptions } from '../../../../src/gateway/index.js';
import { makeConfigFile } from '../../../support/gateway/configFile.js';
import { createGatewayClock } from '../../../support/gateway/gatewayClock.js';
import { makeFolder } from '../../../support/folder.js';
import {
  ADMIN as admin,
  ask,
  join,
  startGateway,
  waitForHellos,
  type TestClient,
} from '../../../support/gateway/gateways.js';
import { waitFor } from '../../../support/waitFor.js';

const PEOPLE = 40;
const sessionOf = (index: number) => index.toString(16).padStart(32, '0');

/** A gateway with people on it, under a clock that is moved by hand. */
async function start(options: Partial<PortOptions> = {}, people = PEOPLE) {
  const clock = createGatewayClock();
  const started = await startGateway({ admin, clock, ping: 'always', ...options });
  const clients = new Map<number, TestClient>();
  const connect = async (index: number, previous?: object): Promise<TestClient> => {
    const client = await join(started.url);
    client.send({ type: 'heartbeat.hello', client: 'test', sessionId: sessionOf(index), attempt: 0, previous });
    clients.set(index, client);
    return client;
  };
  await Promise.all(Array.from({ length: people }, (_none, index) => connect(index)));
  await waitForHellos(started.gateway);
  const send = async (method: string, path: string, body?: object) => {
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await ask(started.port, method, `/heartbeat/settings${path}`, {
      token: admin.operatorToken,
      ...text,
    });
    return { status: answer.status, body: JSON.parse(answer.text) as Record<string, any> };
  };
  const told = () => [...clients].filter(([, client]) => client.frames('heartbeat.settings').length > 0);
  return {
    ...started,
    clock,
    clients,
    connect,
    told,
    patch: (body: object) => send('PATCH', '', body),
    guard: (action: string) => send('POST', '/guard', { action }),
    settings: async () => (await send('GET', '')).body,
    history: async () => (await send('GET', '/history')).body['entries'] as Record<string, any>[],
    alerts: () =>
      started.events
        .flatMap((event) => (event.kind === 'alert.raised' ? [event.rule] : []))
        .filter((rule) => rule.startsWith('guard')),
    /** Cuts the connection of a person without a word, and lets it come back. */
    cut: async (index: number): Promise<void> => {
      const client = clients.get(index);
      const { size } = started.gateway.peers;
      client?.socket.terminate();
      await waitFor('the gateway to notice', () => started.gateway.peers.size === size - 1);
      await connect(index, { code: 1006, cause: 'closed', downMs: 100, shownMs: 0 });
      await waitFor('the hello', () => [...started.gateway.peers].filter((peer) => peer.attempt === 0).length >= size);
    },
  };
}

const LONGER = { intervalMs: 90_000, reason: 'fewer wake-ups' };

describe('a guarded change', () => {
  it('goes to a share of the peers first, then to more, then to all', async () => {
    const { patch, told, clock, settings, history, alerts, events, clients, connect } = await start();
    const answer = await patch(LONGER);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        version: 1,
        intervalMs: { value: 25_000, source: 'default' },
        guard: {
          status: 'running',
          version: 2,
          by: 'operator',
          reason: 'fewer wake-ups',
          from: { intervalMs: 25_000, timeoutMs: 75_000 },
          to: { intervalMs: 90_000, timeoutMs: 270_000 },
          share: 0.05,
          tried: { peers: 10, abnormalCloses: 0, people: 0 },
          rest: { peers: 30 },
        },
      },
    });
    const guard = answer.body['guard'];
    expect(guard.windowEndsAt - guard.windowStartedAt).toBe(270_000 + 90_000 + 25_000);
    await waitFor('the share', () => told().length === 10);
    for (const [, client] of told()) {
      expect(client.frames('heartbeat.settings')).toEqual([
        {
          type: 'heartbeat.settings',
          heartbeat: { intervalMs: 90_000, timeoutMs: 270_000 },
          version: 2,
          administered: true,
        },
      ]);
    }
    expect(await history()).toMatchObject([{ version: 2, guard: 'running' }]);
    // A person of the share who comes back is welcomed with what is in force, and told again.
    const index = told()[0]?.[0] ?? -1;
    clients.get(index)?.socket.close(1000);
    const back = await connect(index);
    expect(await back.frame('heartbeat.settings')).toMatchObject({ version: 2 });
    expect(back.frames('heartbeat.welcome')[0]).toMatchObject({ version: 1, heartbeat: { intervalMs: 25_000 } });

    await clock.advance(385_000);
    await waitFor('the second share', async () => (await settings())['guard'].share === 0.2);
    await clock.advance(385_000);
    await waitFor('the third share', () => told().length === 20);
    await clock.advance(385_000);
    await waitFor('all', () => told().length === PEOPLE);
    expect(await settings()).toMatchObject({
      version: 2,
      intervalMs: { value: 90_000, source: 'runtime', version: 2 },
      guard: null,
      lastGuard: { status: 'promoted', endedBy: 'guard' },
    });
    expect(await history()).toMatchObject([{ version: 2, guard: 'promoted' }]);
    expect(alerts()).toEqual(['guard_promoted']);
    const records = events.flatMap((event) => (event.kind === 'settings.tried' ? [event.status] : []));
    expect(records).toEqual(['running', 'grown', 'grown', 'promoted']);
  }, 60_000);

  it('is taken back when people who try it are cut more often than chance explains', async () => {
    const { patch, told, cut, settings, history, alerts, clients } = await start({
      trustedProxies: ['127.0.0.1'],
    });
    await patch({ ...LONGER, intervalMs: 60_000, timeoutMs: 180_000 });
    await waitFor('the share', () => told().length === 10);
    for (const [index] of told().slice(0, 6)) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await cut(index);
      // oxlint-disable-next-line no-await-in-loop -- until it is over
      if ((await settings())['guard'] === null) break;
    }
    await waitFor('the end', async () => (await settings())['guard'] === null);
    const { lastGuard, version, intervalMs } = await settings();
    expect({ version, intervalMs }).toMatchObject({ version: 3, intervalMs: { value: 25_000 } });
    expect(lastGuard).toMatchObject({ status: 'reverted', endedBy: 'guard', rest: { people: 0 } });
    expect(lastGuard.tried.people).toBeGreaterThanOrEqual(3);
    expect(lastGuard.says).toContain('more often than the others');
    expect(lastGuard.events.length).toBeGreaterThanOrEqual(6);
    expect(await history()).toMatchObject([
      { version: 3, kind: 'taken-back', by: 'guard' },
      { version: 2, guard: 'reverted' },
    ]);
    expect(alerts()).toEqual(['guard_reverted']);
    const all = [...clients.values()].filter(({ closeCode }) => closeCode === null);
    await waitFor('the word to all', () =>
      all.every((client) => client.frames('heartbeat.settings').at(-1)?.['version'] === 3),
    );
  }, 60_000);

  it('is applied to all at once with fewer than twenty people, and says so', async () => {
    const { patch, told, settings, history } = await start({}, 15);
    expect(await patch({ intervalMs: 90_000, dryRun: true })).toMatchObject({ body: { guard: 'too-few' } });
    expect(await patch(LONGER)).toMatchObject({ status: 200, body: { version: 2, guard: 'too-few' } });
    await waitFor('all', () => told().length === 15);
    expect(await settings()).toMatchObject({ guard: null, intervalMs: { value: 90_000 } });
    expect(await history()).toMatchObject([{ guard: 'too-few' }]);
  });

  it.each<[string, object]>([
    ['by no more than twice', { intervalMs: 50_000 }],
    ['with `"guard": null`', { intervalMs: 90_000, guard: null }],
    ['of other settings', { admitPerSecond: 1 }],
  ])('is none %s', async (_what, change) => {
    const { patch, settings } = await start();
    expect(await patch(change)).toMatchObject({ status: 200, body: { version: 2, guard: null } });
    expect(await settings()).toMatchObject({ guard: null, lastGuard: null });
  });

  it('answers other changes with 409, lets them be tried dry, and is promoted by hand', async () => {
    const { patch, guard, told, history, alerts } = await start();
    expect((await guard('promote')).status).toBe(409);
    expect(await patch({ ...LONGER, dryRun: true })).toMatchObject({
      body: { guard: { shares: [0.05, 0.2, 0.5], firstPeers: 10, windowMs: 385_000 } },
    });
    await patch(LONGER);
    expect(await patch({ logLevel: 'warn' })).toMatchObject({
      status: 409,
      body: { guard: { version: 2, status: 'running' } },
    });
    expect(await patch({ logLevel: 'warn', dryRun: true })).toMatchObject({ status: 200, body: { dryRun: true } });
    expect((await guard('wait')).status).toBe(422);
    expect(await guard('promote')).toMatchObject({
      status: 200,
      body: {
        version: 2,
        intervalMs: { value: 90_000 },
        guard: null,
        lastGuard: { status: 'promoted', endedBy: 'operator' },
      },
    });
    await waitFor('all', () => told().length === PEOPLE);
    expect(await history()).toMatchObject([{ version: 2, guard: 'promoted' }]);
    expect(alerts()).toEqual(['guard_promoted']);
  });

  it('is taken back by hand, and the share follows', async () => {
    const { patch, guard, told } = await start();
    await patch(LONGER);
    await waitFor('the share', () => told().length === 10);
    const share = told();
    expect(await guard('revert')).toMatchObject({ status: 200, body: { version: 3, intervalMs: { value: 25_000 } } });
    await waitFor('the word', () =>
      share.every(([, client]) => client.frames('heartbeat.settings').at(-1)?.['version'] === 3),
    );
    expect(share[0]?.[1].frames('heartbeat.settings').at(-1)).toMatchObject({
      heartbeat: { intervalMs: 25_000 },
      administered: false,
    });
  });

  it('is undecided when too few people are left to compare, and waits for an operator', async () => {
    const { patch, clients, clock, settings, alerts, guard, gateway, events } = await start();
    const cleared = () => events.flatMap((event) => (event.kind === 'alert.cleared' ? [event.rule] : []));
    await patch(LONGER);
    for (const [, client] of clients) client.socket.close(1000);
    await waitFor('all to leave', () => gateway.peers.size === 0);
    await clock.advance(385_000);
    await waitFor('the doubt', async () => (await settings())['guard'].status === 'undecided');
    expect(alerts()).toEqual(['guard_undecided']);
    await clock.advance(2 * 3_600_000);
    expect(await settings()).toMatchObject({ version: 1, guard: { status: 'undecided' } });
    expect(cleared()).toEqual([]);
    expect((await patch({ logLevel: 'warn' })).status).toBe(409);
    expect(await guard('revert')).toMatchObject({ body: { version: 3, lastGuard: { status: 'reverted' } } });
    expect(cleared()).toEqual(['guard_undecided']);
  });

  it('is interrupted by a file that changes the timing', async () => {
    const file = makeConfigFile({});
    const { patch, settings, clock, alerts } = await start({ configFile: file.path });
    await patch(LONGER);
    file.write('{"heartbeat":{"intervalMs":20000}}');
    await waitFor('the file', async () => {
      await clock.advance(500);
      return (await settings())['intervalMs'].value === 20_000;
    });
    expect(await settings()).toMatchObject({
      version: 4,
      guard: null,
      lastGuard: { status: 'interrupted', endedBy: 'file' },
    });
    expect(alerts()).toEqual(['guard_interrupted']);
  });

  it('ends in order after a file that contradicts what operators have set', async () => {
    const file = makeConfigFile({});
    const { patch, clients, settings, clock, guard, events, gateway } = await start({ configFile: file.path });
    await patch({ timeoutMs: 60_000 });
    await patch({ intervalMs: 5_000 });
    file.write('{"heartbeat":{"intervalMs":120000,"timeoutMs":360000}}');
    await waitFor('the file to be refused', async () => {
      await clock.advance(500);
      return events.some(({ kind }) => kind === 'settings.rejected');
    });
    for (const [, client] of clients) client.socket.close(1000);
    await waitFor('all to leave', () => gateway.peers.size === 0);
    await clock.advance(200_000);
    await waitFor('the doubt', async () => (await settings())['guard'].status === 'undecided');
    expect(await guard('revert')).toMatchObject({
      status: 200,
      body: {
        intervalMs: { value: 25_000, source: 'default' },
        timeoutMs: { value: 60_000, source: 'runtime' },
        guard: null,
        lastGuard: { status: 'reverted' },
      },
    });
    // The file holds as soon as what contradicts it is withdrawn.
    expect(await patch({ timeoutMs: null, guard: null })).toMatchObject({ body: { intervalMs: { value: 120_000 } } });
  });

  it('is interrupted by a restart, which takes it back and says so', async () => {
    const path = joinPath(makeFolder(), 'state.json');
    const first = await start({ state: fileState(path) });
    await first.patch(LONGER);
    await first.gateway.close();
    const clock = createGatewayClock();
    const { gateway, events } = await startGateway({ admin, clock, state: fileState(path) });
    expect(gateway.stats().settings).toMatchObject({
      version: 3,
      intervalMs: { value: 25_000, source: 'default' },
      guard: null,
      lastGuard: { status: 'interrupted', version: 2, endedBy: 'restart' },
    });
    expect(events).toMatchObject([
      { kind: 'settings.tried', status: 'interrupted' },
      { kind: 'alert.raised', rule: 'guard_interrupted' },
    ]);
    await clock.advance(3_600_000);
    expect(events.at(-1)).toMatchObject({ kind: 'alert.cleared', rule: 'guard_interrupted' });
    await gateway.close();
    const third = await startGateway({ admin, state: fileState(path) });
    expect(third.gateway.stats().settings.version).toBe(3);
    expect(third.events).toEqual([]);
  });
});
