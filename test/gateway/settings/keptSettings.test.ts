import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileState, type PortOptions } from '../../../src/gateway/index.js';
import { makeFolder } from '../../support/folder.js';
import { ADMIN as admin, ask, startGateway } from '../../support/gateway/gateways.js';

const patch = (port: number, body: object) =>
  ask(port, 'PATCH', '/heartbeat/settings', { token: admin.operatorToken, body: JSON.stringify(body) });

/** Starts a gateway, lets it be changed, and closes it. */
async function runOnce(path: string, options: Partial<PortOptions>, ...changes: object[]) {
  const started = await startGateway({ admin, state: fileState(path), ...options });
  const statuses: number[] = [];
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  for (const change of changes) statuses.push((await patch(started.port, change)).status);
  const { settings } = started.gateway.stats();
  await started.gateway.close();
  return { settings, statuses, events: started.events };
}

describe('what operators have set', () => {
  it('is so after a restart, with its history', async () => {
    const path = joinPath(makeFolder(), 'state.json');
    const before = await runOnce(path, {}, { intervalMs: 30_000, reason: 'why' }, { logLevel: 'warn' });
    expect(before.statuses).toEqual([200, 200]);
    const { port, gateway, events } = await startGateway({ admin, state: fileState(path) });
    expect(gateway.stats().settings).toEqual(before.settings);
    expect(events).toEqual([]);
    const history = await ask(port, 'GET', '/heartbeat/settings/history', { token: admin.viewerToken });
    expect(JSON.parse(history.text)).toMatchObject({
      version: 3,
      entries: [{ version: 3 }, { version: 2, reason: 'why' }],
    });
    expect(JSON.parse((await patch(port, { intervalMs: null })).text)).toMatchObject({ version: 4 });
  });

  it('is kept beside the configuration file by default, and nothing is before the first change', async () => {
    const folder = makeFolder();
    const configFile = joinPath(folder, 'heartbeat.config.json');
    writeFileSync(configFile, '{}');
    const { port } = await startGateway({ admin, configFile });
    await ask(port, 'GET', '/heartbeat/settings', { token: admin.viewerToken });
    expect(readdirSync(folder)).toEqual(['heartbeat.config.json']);
    await patch(port, { intervalMs: 30_000 });
    expect(readdirSync(folder).toSorted()).toEqual([
      'heartbeat.config.json',
      'heartbeat.state.json',
      'heartbeat.state.json.lock',
    ]);
    expect(readFileSync(joinPath(folder, 'heartbeat.state.json'), 'utf8')).not.toContain(admin.operatorToken);
  });

  it('hides what is deployed, which is said once for each value', async () => {
    const path = joinPath(makeFolder(), 'state.json');
    await runOnce(path, {}, { intervalMs: 60_000, timeoutMs: 200_000, logLevel: 'info' });
    const env = { HEARTBEAT_INTERVAL_MS: '25000', HEARTBEAT_TIMEOUT_MS: '200000' };
    const { events, settings } = await runOnce(path, { env, logLevel: 'error' });
    expect(settings.intervalMs).toMatchObject({ value: 60_000, source: 'runtime', by: 'operator' });
    expect(events.filter(({ kind }) => kind === 'settings.hidden')).toMatchObject([
      { setting: 'intervalMs', message: 'intervalMs is 60000 by operator, not 25000 of HEARTBEAT_INTERVAL_MS' },
      { setting: 'logLevel', message: 'logLevel is info by operator, not error of the code' },
    ]);
  });

  it('has a new version when the deployment has changed meanwhile', async () => {
    const path = joinPath(makeFolder(), 'state.json');
    const { settings } = await runOnce(path, {}, { logLevel: 'info' });
    expect(settings.version).toBe(2);
    const env = { HEARTBEAT_INTERVAL_MS: '20000' };
    expect((await runOnce(path, { env })).settings).toMatchObject({ version: 3, intervalMs: { value: 20_000 } });
    expect((await runOnce(path, { env })).settings.version).toBe(3);
    expect((await runOnce(path, {})).settings).toMatchObject({ version: 4, intervalMs: { value: 25_000 } });
  });

  it('is dropped when it contradicts what is deployed by now, loudly, and the gateway starts', async () => {
    const path = joinPath(makeFolder(), 'state.json');
    await runOnce(path, {}, { timeoutMs: 40_000 });
    const { settings, events } = await runOnce(path, { heartbeat: { intervalMs: 50_000 } });
    expect(settings).toMatchObject({ version: 3, intervalMs: { value: 50_000 }, timeoutMs: { value: 150_000 } });
    expect(events.find(({ kind }) => kind === 'alert.raised')).toMatchObject({
      rule: 'state',
      message: expect.stringContaining('timeoutMs (40000, from runtime)'),
    });
  });

  it.each([
    ['no JSON', '{"format":1,"sett'],
    ['JSON that makes no sense', '{"format":1,"settings":{"version":"many"}}'],
    ['a value out of bounds', null],
  ])('is moved aside when it is %s, and the gateway starts without it and says so', async (_what, text) => {
    const folder = makeFolder();
    const path = joinPath(folder, 'state.json');
    await runOnce(path, {}, { intervalMs: 30_000 });
    writeFileSync(path, text ?? readFileSync(path, 'utf8').replaceAll('30000', '1'));
    const { settings, events } = await runOnce(path, {}, { logLevel: 'info' });
    expect(settings).toMatchObject({ version: 2, intervalMs: { value: 25_000 } });
    expect(events.find(({ kind }) => kind === 'alert.raised')).toMatchObject({
      rule: 'state',
      message: expect.stringContaining('moved aside'),
    });
    expect(readdirSync(folder).some((name) => name.includes('unreadable'))).toBe(true);
  });

  it('belongs to one gateway: another one on the same file refuses changes, and says whose it is', async () => {
    const path = joinPath(makeFolder(), 'state.json');
    const first = await startGateway({ admin, state: fileState(path) });
    const second = await startGateway({ admin, state: fileState(path) });
    expect((await patch(first.port, { intervalMs: 30_000 })).status).toBe(200);
    const answer = await patch(second.port, { intervalMs: 31_000 });
    expect(answer.status).toBe(503);
    expect(answer.text).toContain(`in use by process ${process.pid}`);
    expect(second.gateway.stats().settings.version).toBe(1);
  });
});
