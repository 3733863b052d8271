import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join as joinPath } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ask, dispose, join, startGateway, until } from '../../support/gateway/gateways.js';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';

const TOKEN = 'operator-token';
const admin = { operatorToken: TOKEN, viewerToken: 'viewer-token' };

function configFile(content: object): { path: string; write: (text: string) => void } {
  const folder = mkdtempSync(joinPath(tmpdir(), 'heartbeat-'));
  dispose(() => rmSync(folder, { recursive: true }));
  const path = joinPath(folder, 'heartbeat.config.json');
  const write = (text: string): void => {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  };
  write(JSON.stringify(content));
  return { path, write };
}

const patch = (port: number, body: unknown, headers = {}) =>
  ask(port, 'PATCH', '/heartbeat/settings', { token: TOKEN, body: JSON.stringify(body), headers });

describe('who wins', () => {
  it('default, code, file, environment, operator, each named', async () => {
    const plain = await startGateway();
    expect(plain.gateway.stats().settings).toEqual({
      version: 1,
      intervalMs: { value: 25_000, source: 'default' },
      timeoutMs: { value: 75_000, source: 'default' },
    });
    const code = { intervalMs: 2_000, timeoutMs: 50_000 };
    const coded = await startGateway({ heartbeat: code });
    expect(coded.gateway.stats().settings.intervalMs).toEqual({ value: 2_000, source: 'code' });
    const file = configFile({ heartbeat: { intervalMs: 3_000 } });
    const filed = await startGateway({ heartbeat: code, configFile: file.path });
    expect(filed.gateway.stats().settings).toMatchObject({
      intervalMs: { value: 3_000, source: 'file' },
      timeoutMs: { value: 50_000, source: 'code' },
    });
    const env = { HEARTBEAT_INTERVAL_MS: ' 4000 ', HEARTBEAT_TIMEOUT_MS: '' };
    const { gateway, port } = await startGateway({ heartbeat: code, configFile: file.path, env, admin });
    expect(gateway.stats().settings.intervalMs).toEqual({ value: 4_000, source: 'environment' });
    await patch(port, { intervalMs: 5_000 });
    expect(gateway.stats().settings).toEqual({
      version: 2,
      intervalMs: { value: 5_000, source: 'runtime' },
      timeoutMs: { value: 50_000, source: 'code' },
    });
    await patch(port, { intervalMs: null });
    expect(gateway.stats().settings).toMatchObject({ version: 3, intervalMs: { value: 4_000, source: 'environment' } });
  });

  it('a timeout nobody set follows the interval', async () => {
    const { gateway } = await startGateway({ env: { HEARTBEAT_INTERVAL_MS: '4000' } });
    expect(gateway.stats().settings.timeoutMs).toEqual({ value: 12_000, source: 'default' });
  });
});

describe('an operator’s change', () => {
  it('reaches every peer on the live socket, in one record with who and from where', async () => {
    const clock = createGatewayClock();
    const { port, url, gateway, events } = await startGateway({ admin, clock });
    const clients = [await join(url), await join(url)];
    const answer = await patch(port, { intervalMs: 2_000 });
    expect(answer.status).toBe(200);
    expect(answer.headers.etag).toBe('"2"');
    expect(JSON.parse(answer.text)).toEqual(gateway.stats().settings);
    for (const client of clients) {
      // oxlint-disable-next-line no-await-in-loop -- both
      expect(await client.frame('heartbeat.settings')).toEqual({
        type: 'heartbeat.settings',
        heartbeat: { intervalMs: 2_000, timeoutMs: 6_000 },
        version: 2,
      });
    }
    expect(events.filter(({ kind }) => kind === 'settings.changed')).toMatchObject([
      {
        from: { intervalMs: 25_000, timeoutMs: 75_000 },
        to: { intervalMs: 2_000, timeoutMs: 6_000 },
        source: 'runtime',
        version: 2,
        by: 'operator',
        remote: '127.0.0.1',
      },
    ]);
    // Beats by the new interval from now on, not after the 12–25 s the old one would have taken.
    await clock.advance(2_200);
    await until('a ping each', () => clients.every((client) => client.frames('ping').length >= 1));
    expect(clients.every(({ closeCode }) => closeCode === null)).toBe(true);
    const late = await join(url);
    expect(late.frames('heartbeat.welcome')[0]).toMatchObject({ version: 2, heartbeat: { intervalMs: 2_000 } });
  });

  it.each([
    [{ intervalMs: 999 }, 422, 'intervalMs must be an integer from 1000 to 300000'],
    [{ intervalMs: 300_001 }, 422, 'intervalMs'],
    [{ intervalMs: 1_500.5 }, 422, 'intervalMs'],
    [{ intervalMs: '5000' }, 422, 'intervalMs'],
    [{ interval: 5_000 }, 422, 'interval is not known'],
    [{ ['__proto__\r\n']: 1 }, 422, '\\\\u{d}'],
    [{}, 422, 'must name intervalMs, timeoutMs or both'],
    [[], 422, 'must be an object'],
    [null, 422, 'must be an object'],
    [
      { intervalMs: 100_000 },
      422,
      'timeoutMs (50000, from code) must not be shorter than intervalMs (100000, from runtime)',
    ],
  ])('%j is %i, and changes nothing', async (body, status, detail) => {
    const { port, gateway } = await startGateway({ admin, heartbeat: { timeoutMs: 50_000 } });
    const before = gateway.stats().settings;
    const answer = await patch(port, body);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.text).toContain(detail);
    expect(gateway.stats().settings).toBe(before);
  });

  it('of a version that is gone is 412', async () => {
    const { port, gateway } = await startGateway({ admin });
    expect((await patch(port, { intervalMs: 2_000 }, { 'If-Match': '"1"' })).status).toBe(200);
    expect((await patch(port, { intervalMs: 3_000 }, { 'If-Match': '"1"' })).status).toBe(412);
    expect((await patch(port, { intervalMs: 3_000 }, { 'If-Match': 'what' })).status).toBe(412);
    expect(gateway.stats().settings.version).toBe(2);
    expect((await patch(port, { intervalMs: 3_000 }, { 'If-Match': '2' })).status).toBe(200);
    const racers = await Promise.all(
      [4_000, 5_000, 6_000].map((intervalMs) => patch(port, { intervalMs }, { 'If-Match': '"3"' })),
    );
    expect(racers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412, 412]);
  });
});

describe('the file', () => {
  it('is read again when it is replaced, and keeps its last good content when it is wrong', async () => {
    const file = configFile({ heartbeat: { intervalMs: 3_000 } });
    const { gateway, url, events } = await startGateway({ configFile: file.path });
    const client = await join(url);
    file.write('{"heartbeat":{"intervalMs":4000}}');
    await until('the change', () => gateway.stats().settings.intervalMs.value === 4_000);
    expect(await client.frame('heartbeat.settings')).toMatchObject({ version: 2 });
    const rejections = () => events.filter(({ kind }) => kind === 'settings.rejected');
    for (const [count, text] of ['{"heartbeat":', '{"heartbeat":{"intervalMs":10}}', '{"hartbeat":{}}'].entries()) {
      file.write(text);
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await until(`the rejection of ${text}`, () => rejections().length === count + 1);
    }
    expect(gateway.stats().settings).toMatchObject({ version: 2, intervalMs: { value: 4_000, source: 'file' } });
    rmSync(file.path);
    await until('the loss', () => rejections().length === 4);
    expect(gateway.stats().settings.version).toBe(2);
    file.write('{"heartbeat":{"intervalMs":5000}}');
    await until('its return', () => gateway.stats().settings.intervalMs.value === 5_000);
  }, 20_000);

  it('that is wrong at the start is reported, and the gateway starts', async () => {
    const file = configFile({ heartbeat: { intervalMs: 1 } });
    const { gateway, events } = await startGateway({ configFile: file.path });
    expect(gateway.stats().settings.intervalMs.source).toBe('default');
    expect(events.map(({ kind }) => kind)).toContain('settings.rejected');
  });

  it('of a default file that is not there are not asked for, and taken when it comes', async () => {
    const { path } = configFile({});
    rmSync(path);
    const workingDirectory = vi.spyOn(process, 'cwd').mockReturnValue(dirname(path));
    dispose(() => workingDirectory.mockRestore());
    const { gateway, events } = await startGateway({ configFile: undefined });
    // Two looks of the watcher, the first of which Node makes up.
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(events.filter(({ kind }) => kind === 'settings.rejected')).toEqual([]);
    writeFileSync(path, '{"heartbeat":{"intervalMs":7000}}');
    await until('the file to be read', () => gateway.stats().settings.intervalMs.value === 7_000);
  });
});
