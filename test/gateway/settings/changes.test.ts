import { describe, expect, it } from 'vitest';
import { memoryState } from '../../../src/gateway/index.js';
import { makeConfigFile } from '../../support/gateway/configFile.js';
import { ADMIN as admin, ask, join, startGateway, upgradeStatus } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

async function start(options: Parameters<typeof startGateway>[0] = {}) {
  const started = await startGateway({ admin, ...options });
  const send = (method: string, path: string, body?: object, headers = {}) =>
    ask(started.port, method, `/heartbeat/settings${path}`, {
      token: admin.operatorToken,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).then(({ status, text }) => ({ status, body: JSON.parse(text) as Record<string, unknown> }));
  return {
    ...started,
    patch: (body: object, headers = {}) => send('PATCH', '', body, headers),
    rollBack: (body: object, headers = {}) => send('POST', '/rollback', body, headers),
    history: async () =>
      (await send('GET', '/history')).body as { version: number; entries: Record<string, unknown>[] },
  };
}

describe('the history of the settings', () => {
  it('says who changed what, from where, when and why, the newest first', async () => {
    const { patch, history, events } = await start();
    expect(await history()).toMatchObject({ version: 1, limit: 100, entries: [] });
    await patch({ intervalMs: 30_000, reason: 'the new load balancer' });
    await patch({ admitPerSecond: 50, logLevel: 'warn' });
    await patch({ intervalMs: null });
    expect(await history()).toMatchObject({
      version: 4,
      entries: [
        { version: 4, from: { intervalMs: 30_000, timeoutMs: 90_000 }, to: { intervalMs: 25_000, timeoutMs: 75_000 } },
        {
          version: 3,
          from: { admitPerSecond: 1_000, logLevel: 'debug' },
          to: { admitPerSecond: 50, logLevel: 'warn' },
        },
        {
          version: 2,
          at: expect.any(Number),
          by: 'operator',
          remote: '127.0.0.1',
          reason: 'the new load balancer',
          kind: 'changed',
          from: { intervalMs: 25_000, timeoutMs: 75_000 },
          to: { intervalMs: 30_000, timeoutMs: 90_000 },
          guard: null,
        },
      ],
    });
    expect(events.filter(({ kind }) => kind === 'settings.changed')).toMatchObject([
      { version: 2, reason: 'the new load balancer', by: 'operator', remote: '127.0.0.1' },
      { version: 3, to: { intervalMs: 30_000, timeoutMs: 90_000, admitPerSecond: 50, logLevel: 'warn' } },
      { version: 4 },
    ]);
  });

  it('tells of the file as well, and keeps a hundred entries', async () => {
    const file = makeConfigFile({ heartbeat: { intervalMs: 30_000 } });
    const { patch, history, gateway, rollBack } = await start({ configFile: file.path });
    file.write('{"heartbeat":{"intervalMs":31000}}');
    await waitFor('the file', () => gateway.stats().settings.version === 2);
    expect((await history()).entries).toMatchObject([{ by: 'file', remote: null, kind: 'reloaded', version: 2 }]);
    for (let count = 1; count <= 110; count += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await patch({ intervalMs: 30_000 + count });
    }
    const { entries, version } = await history();
    expect(version).toBe(112);
    expect(entries).toHaveLength(100);
    expect(entries.at(-1)).toMatchObject({ version: 13 });
    // What was before the oldest entry can still be gone back to; what was before that is forgotten.
    expect((await rollBack({ version: 11 })).status).toBe(404);
    expect((await rollBack({ version: 12 })).body).toMatchObject({ version: 113, intervalMs: { value: 30_010 } });
  });

  it('can be gone back to, which is a new version with its own author', async () => {
    const { patch, rollBack, history } = await start({ heartbeat: { intervalMs: 30_000 } });
    await patch({ intervalMs: 40_000 });
    await patch({ intervalMs: 45_000, admitPerSecond: 7 });
    const back = await rollBack({ version: 2, reason: 'too slow' });
    expect(back).toMatchObject({
      status: 200,
      body: {
        version: 4,
        intervalMs: { value: 40_000, source: 'runtime', version: 4 },
        admitPerSecond: { value: 1_000 },
      },
    });
    expect((await history()).entries[0]).toMatchObject({
      kind: 'rolled-back',
      repeats: 2,
      reason: 'too slow',
      version: 4,
    });
    expect((await rollBack({ version: 1 })).body).toMatchObject({
      version: 5,
      administered: false,
      intervalMs: { value: 30_000, source: 'code' },
    });
    expect((await rollBack({ version: 99 })).status).toBe(404);
    expect((await rollBack({ version: 0 })).status).toBe(422);
    expect((await rollBack({})).status).toBe(422);
    expect((await rollBack({ version: 2 }, { 'If-Match': '"4"' })).status).toBe(412);
  });
});

describe('a change', () => {
  it('says since when and by whom a value is set', async () => {
    const { patch } = await start();
    await patch({ intervalMs: 30_000 });
    const { body } = await patch({ logLevel: 'info' });
    expect(body).toMatchObject({
      administered: true,
      intervalMs: { value: 30_000, source: 'runtime', version: 2, by: 'operator', at: expect.any(Number) },
      logLevel: { value: 'info', source: 'runtime', version: 3, by: 'operator' },
      timeoutMs: { value: 90_000, source: 'default' },
    });
  });

  it('may be tried dry: it answers what would change and for how many, and changes nothing', async () => {
    const { patch, url, gateway, events, rollBack } = await start({ proxyIdleTimeoutMs: 60_000 });
    await join(url);
    await join(url);
    const { status, body } = await patch({ intervalMs: 50_000, timeoutMs: null, dryRun: true });
    expect(status).toBe(200);
    expect(body).toEqual({
      dryRun: true,
      version: 1,
      from: { intervalMs: 25_000, timeoutMs: 75_000 },
      to: { intervalMs: 50_000, timeoutMs: 150_000 },
      connections: 2,
      guard: null,
      warnings: [],
    });
    expect((await patch({ intervalMs: 90_000, dryRun: true })).body['warnings']).toEqual([
      expect.stringContaining('Set at most 54000'),
    ]);
    expect((await rollBack({ version: 1, dryRun: true })).body).toMatchObject({ dryRun: true, to: {} });
    expect(gateway.stats().settings.version).toBe(1);
    expect(events.filter(({ kind }) => kind === 'settings.changed')).toEqual([]);
  });

  it('to an interval that the path does not allow is refused, unless it is forced', async () => {
    const { patch } = await start({ proxyIdleTimeoutMs: 60_000 });
    const refused = await patch({ intervalMs: 60_000 });
    expect(refused).toMatchObject({
      status: 422,
      body: { type: 'urn:heartbeat:path-limit', detail: expect.stringContaining('"force": true') },
    });
    // Other settings may change while the interval is what it is.
    expect((await patch({ intervalMs: 60_000, force: true })).status).toBe(200);
    expect(await patch({ logLevel: 'info' })).toMatchObject({
      status: 200,
      body: { pathLimit: { idleLimitMs: 60_000, known: 'declared', longestIntervalMs: 54_000 } },
    });
  });

  it('that comes too late learns what came in between', async () => {
    const { patch } = await start();
    await patch({ intervalMs: 30_000, reason: 'mine' }, { 'If-Match': '"1"' });
    const late = await patch({ intervalMs: 20_000 }, { 'If-Match': '"1"' });
    expect(late).toMatchObject({
      status: 412,
      body: {
        current: { version: 2, intervalMs: { value: 30_000 } },
        changes: [{ version: 2, by: 'operator', reason: 'mine' }],
      },
    });
  });

  it('that cannot be kept is not applied, and reaches no peer', async () => {
    const broken = memoryState();
    const state = { open: () => ({ ...broken.open({} as never), save: () => Promise.reject(new Error('disk full')) }) };
    const { patch, url, gateway, events } = await start({ state });
    const client = await join(url);
    expect(await patch({ intervalMs: 30_000 })).toMatchObject({
      status: 503,
      body: { type: 'urn:heartbeat:not-kept', detail: expect.stringContaining('disk full') },
    });
    expect(gateway.stats().settings).toMatchObject({ version: 1, intervalMs: { value: 25_000 } });
    expect(client.frames('heartbeat.settings')).toEqual([]);
    expect(events.find(({ kind }) => kind === 'settings.rejected')).toMatchObject({ source: 'runtime' });
  });

  it('waits for the one before it to be kept, and is judged by what that has left', async () => {
    const memory = memoryState().open({} as never);
    const waiting: (() => void)[] = [];
    const save = async (section: string, value: unknown): Promise<void> => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      await memory.save(section, value);
    };
    const { patch, gateway } = await start({ state: { open: () => ({ ...memory, save }) } });
    const first = patch({ intervalMs: 30_000 }, { 'If-Match': '"1"' });
    await waitFor('the first', () => waiting.length === 1);
    const second = patch({ intervalMs: 40_000 }, { 'If-Match': '"1"' });
    expect(gateway.stats().settings.version).toBe(1);
    waiting[0]?.();
    expect((await first).status).toBe(200);
    expect((await second).status).toBe(412);
  });

  it('of `admitPerSecond` limits the upgrades of the next second, and peers are told nothing', async () => {
    const { patch, url } = await start();
    const client = await join(url);
    await patch({ admitPerSecond: 1 });
    const answers = await Promise.all(Array.from({ length: 5 }, () => upgradeStatus(url)));
    expect(answers.filter(({ status }) => status === 503).length).toBeGreaterThanOrEqual(3);
    expect(client.frames('heartbeat.settings')).toEqual([]);
  });

  it('of `logLevel` decides what reaches the logger, and not what reaches listeners', async () => {
    const lines: string[] = [];
    const log = (_record: object, kind: string): void => void lines.push(kind);
    const logger = { debug: log, info: log, warn: log, error: log };
    const { patch, url, events, port } = await start({ logger, logLevel: 'info' });
    await join(url);
    expect(lines).toContain('connect.opened');
    await patch({ logLevel: 'silent' });
    lines.length = 0;
    await ask(port, 'GET', '/heartbeat/stats', { token: 'wrong' });
    expect(lines).toEqual([]);
    expect(events.at(-1)).toMatchObject({ kind: 'admin.refused' });
    await patch({ logLevel: 'warn' });
    await ask(port, 'GET', '/heartbeat/stats', { token: 'wrong' });
    expect(lines).toEqual(['admin.refused']);
  });
});
