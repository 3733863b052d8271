import { describe, expect, it } from 'vitest';
import { HeartbeatOptionError } from '../../../../src/protocol/options/optionError.js';
import { makeConfigFile } from '../../../support/gateway/configFile.js';
import { ADMIN as admin, ask, startGateway } from '../../../support/gateway/gateways.js';

const SOURCES = ['default', 'code', 'file', 'environment', 'runtime'] as const;
type Source = (typeof SOURCES)[number];

/** What each source sets, for each setting. No two are alike. */
const VALUES = {
  intervalMs: { default: 25_000, code: 21_000, file: 22_000, environment: 23_000, runtime: 24_000 },
  timeoutMs: { default: 75_000, code: 61_000, file: 62_000, environment: 63_000, runtime: 64_000 },
  admitPerSecond: { default: 1_000, code: 1, file: 2, environment: 3, runtime: 4 },
  logLevel: { default: 'debug', code: 'info', file: 'warn', environment: 'error', runtime: 'silent' },
} as const;
type Setting = keyof typeof VALUES;
const VARIABLES = {
  intervalMs: 'HEARTBEAT_INTERVAL_MS',
  timeoutMs: 'HEARTBEAT_TIMEOUT_MS',
  admitPerSecond: 'HEARTBEAT_ADMIT_PER_SECOND',
  logLevel: 'HEARTBEAT_LOG_LEVEL',
} as const;

/** A gateway in which some sources set a setting. */
async function startWith(setting: Setting, sources: readonly Source[]) {
  const value = (source: Source) => (sources.includes(source) ? VALUES[setting][source] : undefined);
  const inCode = { [setting]: value('code') };
  const isTiming = setting === 'intervalMs' || setting === 'timeoutMs';
  const file = makeConfigFile({ heartbeat: { [setting]: value('file') } });
  const { gateway, port } = await startGateway({
    admin,
    configFile: file.path,
    ...(isTiming ? { heartbeat: inCode } : inCode),
    env: value('environment') === undefined ? {} : { [VARIABLES[setting]]: String(value('environment')) },
  });
  if (sources.includes('runtime')) {
    const body = JSON.stringify({ [setting]: value('runtime') });
    await ask(port, 'PATCH', '/heartbeat/settings', { token: admin.operatorToken, body });
  }
  return gateway.stats().settings[setting];
}

const pairs = SOURCES.flatMap((weaker, index) =>
  SOURCES.slice(index + 1).map((stronger) => [weaker, stronger] as const),
);

describe.each(Object.keys(VALUES) as Setting[])('%s', (setting) => {
  it.each(pairs)('of the source %s gives way to that of %s', async (weaker, stronger) => {
    const found = await startWith(setting, [weaker, stronger]);
    expect(found).toMatchObject({ value: VALUES[setting][stronger], source: stronger });
  });
});

it.each([
  ['HEARTBEAT_ADMIT_PER_SECOND', '0'],
  ['HEARTBEAT_ADMIT_PER_SECOND', '1e3'],
  ['HEARTBEAT_LOG_LEVEL', 'loud'],
])('refuses %s=%s, and names the variable', async (name, value) => {
  await expect(startGateway({ env: { [name]: value } })).rejects.toThrow(HeartbeatOptionError);
  await expect(startGateway({ env: { [name]: value } })).rejects.toThrow(name);
});

it('refuses an unknown log level in code', async () => {
  await expect(startGateway({ logLevel: 'loud' as 'warn' })).rejects.toThrow('logLevel');
});
