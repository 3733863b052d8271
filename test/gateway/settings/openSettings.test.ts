import { describe, expect, it } from 'vitest';
import { HeartbeatOptionError } from '../../../src/protocol/options/optionError.js';
import { readDeployed } from '../../../src/gateway/settings/openSettings.js';
import { createDisk, openDesk } from '../../support/gateway/settingsDesk.js';
import { settle } from '../../support/settle.js';
import { makeConfigFile } from '../../support/gateway/configFile.js';

/** A gateway that an operator has changed, and its restart with another deployment. */
async function restart(
  change: Parameters<ReturnType<typeof openDesk>['change']>[0] | null,
  deployed: Parameters<typeof openDesk>[0] = {},
  before: Parameters<typeof openDesk>[0] = {},
) {
  const state = createDisk();
  const first = openDesk({ state, ...before });
  if (change) await first.change(change);
  const later = openDesk({ state, clock: first.clock, ...deployed });
  await settle();
  return { first, later, state };
}

describe('a restart', () => {
  it('changes nothing and says nothing where the deployment is the same', async () => {
    const { first, later } = await restart({ intervalMs: 30_000, reason: 'why' });
    expect(later.settings.view()).toEqual(first.settings.view());
    expect(later.settings.history()).toEqual(first.settings.history());
    expect(later.records).toEqual([]);
  });

  it('keeps nothing where no operator has changed anything', async () => {
    const { state, later } = await restart(null, { env: { HEARTBEAT_INTERVAL_MS: '20000' } });
    expect(state.read('settings')).toBeUndefined();
    expect(later.settings.view()).toMatchObject({ version: 1, intervalMs: { value: 20_000, source: 'environment' } });
  });

  it('with another deployment is a change, of those values alone, by the restart', async () => {
    const { later, state } = await restart({ logLevel: 'info' }, { env: { HEARTBEAT_INTERVAL_MS: '20000' } });
    expect(later.settings.view()).toMatchObject({
      version: 3,
      intervalMs: { value: 20_000, source: 'environment' },
      logLevel: { value: 'info', source: 'runtime', version: 2, by: 'ada' },
    });
    expect(later.settings.history().entries[0]).toMatchObject({
      version: 3,
      kind: 'reloaded',
      by: 'restart',
      remote: null,
      reason: null,
      from: { intervalMs: 25_000, timeoutMs: 75_000 },
      to: { intervalMs: 20_000, timeoutMs: 60_000 },
    });
    expect(state.read('settings')).toMatchObject({ version: 3, values: { intervalMs: 20_000 } });
  });

  it('with a limit that was none before tells it as null', async () => {
    const { later } = await restart(
      { logLevel: 'info' },
      { code: { admitPerSecond: 5 } },
      { code: { admitPerSecond: Infinity } },
    );
    expect(later.settings.history().entries[0]).toMatchObject({
      from: { admitPerSecond: null },
      to: { admitPerSecond: 5 },
    });
  });

  it('drops what operators have set where it contradicts what is deployed by now, loudly', async () => {
    const { later, state } = await restart({ timeoutMs: 40_000, logLevel: 'warn' }, { code: { intervalMs: 50_000 } });
    expect(later.settings.view()).toMatchObject({
      version: 3,
      administered: false,
      intervalMs: { value: 50_000, source: 'code' },
      timeoutMs: { value: 150_000, source: 'default' },
      logLevel: { value: 'debug', source: 'default' },
    });
    expect(later.records).toEqual([
      {
        kind: 'alert.raised',
        rule: 'state',
        message: expect.stringMatching(
          /^what operators had set contradicts what is deployed, and was dropped: timeoutMs \(40000, from runtime\)/,
        ),
      },
    ]);
    expect(later.settings.history().entries[0]).toMatchObject({
      kind: 'reloaded',
      by: 'restart',
      from: { timeoutMs: 40_000, logLevel: 'warn' },
      to: { timeoutMs: 150_000, logLevel: 'debug' },
    });
    expect(state.read('settings')).toMatchObject({ version: 3, runtime: {} });
  });

  it.each([
    ['the environment', { env: { HEARTBEAT_INTERVAL_MS: '26000' } }, '26000 of HEARTBEAT_INTERVAL_MS'],
    ['code', { code: { intervalMs: 27_000 } }, '27000 of the code'],
    [
      'both, of which the environment is the stronger',
      {
        env: { HEARTBEAT_INTERVAL_MS: '26000' },
        code: { intervalMs: 27_000 },
      },
      '26000 of HEARTBEAT_INTERVAL_MS',
    ],
  ])('says which value of %s an operator hides', async (_where, deployed, hidden) => {
    const { later } = await restart({ intervalMs: 30_000 }, deployed);
    expect(later.of('settings.hidden')).toEqual([
      { kind: 'settings.hidden', setting: 'intervalMs', message: `intervalMs is 30000 by ada, not ${hidden}` },
    ]);
  });

  it('names the configuration file, and each variable', async () => {
    const file = makeConfigFile({ heartbeat: { logLevel: 'error' } });
    const env = { HEARTBEAT_TIMEOUT_MS: '80000', HEARTBEAT_ADMIT_PER_SECOND: '7', HEARTBEAT_LOG_LEVEL: 'info' };
    const inFile = await restart({ logLevel: 'warn' }, { configFile: file.path });
    await inFile.later.settings.close();
    expect(inFile.later.of('settings.hidden')).toMatchObject([
      { message: 'logLevel is warn by ada, not error of the configuration file' },
    ]);
    const { later } = await restart({ timeoutMs: 90_000, admitPerSecond: 8, logLevel: 'warn' }, { env });
    expect(later.of('settings.hidden').map(({ message }) => message)).toEqual([
      'timeoutMs is 90000 by ada, not 80000 of HEARTBEAT_TIMEOUT_MS',
      'admitPerSecond is 8 by ada, not 7 of HEARTBEAT_ADMIT_PER_SECOND',
      'logLevel is warn by ada, not info of HEARTBEAT_LOG_LEVEL',
    ]);
  });

  it('says nothing of a value that an operator has set as it is deployed', async () => {
    const { later } = await restart({ intervalMs: 30_000 }, { code: { intervalMs: 30_000 } });
    expect(later.of('settings.hidden')).toEqual([]);
  });
});

describe('a state that cannot be used', () => {
  it('is moved aside where its settings make no sense, and the gateway starts without it', async () => {
    const state = createDisk();
    await state.save('settings', { version: 'many' });
    const desk = openDesk({ state });
    await settle();
    expect(desk.records).toEqual([
      {
        kind: 'alert.raised',
        rule: 'state',
        message: 'the settings in the state make no sense. The state was moved aside: nowhere',
      },
    ]);
    expect(desk.settings.view().version).toBe(1);
  });

  it('is said to be broken where the store says so', async () => {
    const desk = openDesk({ state: { ...createDisk(), problem: 'the state is no JSON' } });
    await settle();
    expect(desk.records).toEqual([{ kind: 'alert.raised', rule: 'state', message: 'the state is no JSON' }]);
  });
});

describe('what is deployed', () => {
  it('may not contradict itself, whichever sources it comes from', () => {
    const read = () =>
      readDeployed({ code: { timeoutMs: 20_000 }, env: { HEARTBEAT_INTERVAL_MS: '30000' }, configFile: false });
    expect(read).toThrow(HeartbeatOptionError);
    expect(read).toThrow(/heartbeat must be consistent: timeoutMs \(20000, from code\) .* \(30000, from environment\)/);
  });

  it('is read from the file where there is one', () => {
    const { path } = makeConfigFile({ heartbeat: { intervalMs: 21_000 } });
    const { layers, file } = readDeployed({ code: {}, env: {}, configFile: path });
    expect(layers).toMatchObject({ file: { intervalMs: 21_000 }, code: {} });
    expect(file?.path).toBe(path);
    expect(readDeployed({ code: {}, env: {}, configFile: false })).toMatchObject({ file: null, layers: { file: {} } });
  });

  it('is without a file that is wrong, which is said once the caller could listen', async () => {
    const { path } = makeConfigFile({ heartbeat: { intervalMs: 1 } });
    const desk = openDesk({ configFile: path });
    expect(desk.records).toEqual([]);
    await settle();
    expect(desk.of('settings.rejected')).toEqual([
      {
        kind: 'settings.rejected',
        source: 'file',
        message: `${path}: heartbeat.intervalMs must be an integer from 1000 to 300000 (milliseconds)`,
      },
    ]);
    await desk.settings.close();
  });
});
