import { expect, it } from 'vitest';
import { HeartbeatOptionError } from '../../../src/protocol/options/optionError.js';
import { ask, startGateway } from '../../support/gateway/gateways.js';

const RULE = 'proxy_idle_timeout';

async function start(options: Parameters<typeof startGateway>[0]) {
  const logged: object[] = [];
  const logger = {
    debug: () => {},
    info: () => {},
    warn: (record: object) => void logged.push(record),
    error: () => {},
  };
  const started = await startGateway({ logger, ...options });
  return { ...started, logged };
}

it.each([
  ['the default of 25 s is behind a limit of 26 s', { proxyIdleTimeoutMs: 26_000 }],
  ['the interval equals the limit', { proxyIdleTimeoutMs: 60_000, heartbeat: { intervalMs: 60_000 } }],
  [
    'the interval of the environment is close to the limit',
    { proxyIdleTimeoutMs: 60_000, env: { HEARTBEAT_INTERVAL_MS: '59000' } },
  ],
  ['the environment names the limit', { env: { HEARTBEAT_PROXY_IDLE_TIMEOUT_MS: '20000' } }],
])('warns once at the start when %s', async (_what, options) => {
  const { logged, events } = await start(options);
  expect(logged).toHaveLength(1);
  expect(logged[0]).toMatchObject({ kind: 'alert.raised', rule: RULE });
  const { message } = logged[0] as { message: string };
  expect(message).toMatch(
    /^The heartbeat interval \(\d+ ms\) is not safely below the proxy's idle timeout \(\d+ ms\): /,
  );
  expect(message).toContain('idle connections will be cut');
  expect(events.filter(({ kind }) => kind === 'alert.raised')).toHaveLength(1);
});

it.each([
  ['the default is behind the limit of nginx', { proxyIdleTimeoutMs: 60_000 }],
  ['the interval is nine tenths of the limit', { proxyIdleTimeoutMs: 50_000, heartbeat: { intervalMs: 45_000 } }],
  ['no limit is named', { heartbeat: { intervalMs: 600_000 } }],
])('does not warn when %s', async (_what, options) => {
  expect((await start(options)).logged).toEqual([]);
});

it('raises and clears the alert with changes at run time', async () => {
  const { port, events } = await start({ proxyIdleTimeoutMs: 60_000, admin: { operatorToken: 'secret' } });
  const patch = (intervalMs: number) =>
    ask(port, 'PATCH', '/heartbeat/settings', { token: 'secret', body: JSON.stringify({ intervalMs }) });
  const alerts = (): string[] => events.map(({ kind }) => kind).filter((kind) => kind.startsWith('alert.'));
  await patch(58_000);
  expect(alerts()).toEqual(['alert.raised']);
  await patch(59_000);
  expect(alerts()).toEqual(['alert.raised']);
  await patch(30_000);
  expect(alerts()).toEqual(['alert.raised', 'alert.cleared']);
  expect(events.find(({ kind }) => kind === 'alert.cleared')).toMatchObject({ rule: RULE });
});

it('refuses an invalid limit', async () => {
  await expect(start({ proxyIdleTimeoutMs: 0 })).rejects.toThrow(HeartbeatOptionError);
  await expect(start({ env: { HEARTBEAT_PROXY_IDLE_TIMEOUT_MS: '60s' } })).rejects.toThrow(
    'HEARTBEAT_PROXY_IDLE_TIMEOUT_MS',
  );
});
