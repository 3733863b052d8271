import { expect, it } from 'vitest';
import { makeConfigFile } from '../../../support/gateway/configFile.js';
import { ADMIN as admin, ask, startGateway } from '../../../support/gateway/gateways.js';
import { waitFor } from '../../../support/waitFor.js';

it('lets code win over the default, the file over code, the environment over the file, and an operator over all', async () => {
  const plain = await startGateway();
  expect(plain.gateway.stats().settings).toMatchObject({
    version: 1,
    intervalMs: { value: 25_000, source: 'default' },
    timeoutMs: { value: 75_000, source: 'default' },
    admitPerSecond: { value: 1_000, source: 'default' },
    logLevel: { value: 'debug', source: 'default' },
  });
  const code = { intervalMs: 2_000, timeoutMs: 50_000 };
  const coded = await startGateway({ heartbeat: code });
  expect(coded.gateway.stats().settings.intervalMs).toEqual({ value: 2_000, source: 'code' });
  const { path } = makeConfigFile({ heartbeat: { intervalMs: 3_000 } });
  const filed = await startGateway({ heartbeat: code, configFile: path });
  expect(filed.gateway.stats().settings).toMatchObject({
    intervalMs: { value: 3_000, source: 'file' },
    timeoutMs: { value: 50_000, source: 'code' },
  });
  const env = { HEARTBEAT_INTERVAL_MS: ' 4000 ', HEARTBEAT_TIMEOUT_MS: '' };
  const { gateway, port } = await startGateway({ heartbeat: code, configFile: path, env, admin });
  const patch = (body: object) =>
    ask(port, 'PATCH', '/heartbeat/settings', { token: admin.operatorToken, body: JSON.stringify(body) });
  expect(gateway.stats().settings.intervalMs).toEqual({ value: 4_000, source: 'environment' });
  await patch({ intervalMs: 5_000 });
  expect(gateway.stats().settings).toMatchObject({
    version: 2,
    intervalMs: { value: 5_000, source: 'runtime' },
    timeoutMs: { value: 50_000, source: 'code' },
  });
  await patch({ intervalMs: null });
  expect(gateway.stats().settings).toMatchObject({ version: 3, intervalMs: { value: 4_000, source: 'environment' } });
});

it('derives a timeout that no source sets from the interval', async () => {
  const { gateway } = await startGateway({ env: { HEARTBEAT_INTERVAL_MS: '4000' } });
  expect(gateway.stats().settings.timeoutMs).toEqual({ value: 12_000, source: 'default' });
});

it('applies, once an operator’s change is withdrawn, what a restart would apply', async () => {
  const file = makeConfigFile({ heartbeat: { intervalMs: 3_000 } });
  const { gateway, port, events } = await startGateway({ configFile: file.path, admin });
  const patch = (body: object) =>
    ask(port, 'PATCH', '/heartbeat/settings', { token: admin.operatorToken, body: JSON.stringify(body) });
  await patch({ intervalMs: 100_000 });
  // Contradicts the operator's interval, and nothing else.
  file.write('{"heartbeat":{"intervalMs":4000,"timeoutMs":20000}}');
  await waitFor('the word about it', () => events.some(({ kind }) => kind === 'settings.rejected'));
  expect(gateway.stats().settings).toMatchObject({ intervalMs: { value: 100_000 }, timeoutMs: { value: 300_000 } });
  expect((await patch({ intervalMs: null })).status).toBe(200);
  const restarted = await startGateway({ configFile: file.path });
  const { intervalMs, timeoutMs } = gateway.stats().settings;
  expect(restarted.gateway.stats().settings).toMatchObject({ intervalMs, timeoutMs });
  expect(timeoutMs).toEqual({ value: 20_000, source: 'file' });
});

it('takes no file that only an operator’s change makes consistent, as no gateway would start with it', async () => {
  const file = makeConfigFile({});
  const { gateway, port, events } = await startGateway({
    heartbeat: { timeoutMs: 50_000 },
    configFile: file.path,
    admin,
  });
  const patch = (body: object) =>
    ask(port, 'PATCH', '/heartbeat/settings', { token: admin.operatorToken, body: JSON.stringify(body) });
  await patch({ timeoutMs: 300_000 });
  file.write('{"heartbeat":{"intervalMs":100000}}');
  await waitFor('the word about it', () => events.some(({ kind }) => kind === 'settings.rejected'));
  expect(gateway.stats().settings.intervalMs.value).toBe(25_000);
  expect((await patch({ timeoutMs: null })).status).toBe(200);
});
