import { rmSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeConfigFile } from '../../support/gateway/configFile.js';
import { createDisk, openDesk } from '../../support/gateway/settingsDesk.js';
import { settle } from '../../support/settle.js';
import { waitFor } from '../../support/waitFor.js';

/** A gateway that follows a file; `edit` writes it, and lets the gateway look. */
async function begin(heartbeat: object = {}, options: Parameters<typeof openDesk>[0] = {}) {
  const file = makeConfigFile({ heartbeat });
  const desk = openDesk({ configFile: file.path, ...options });
  onTestFinished(() => desk.settings.close());
  await settle();
  /** The gateway looks twice a second, and the disk answers in its own time. */
  const look = async (): Promise<void> => {
    const { timerCount } = desk.clock;
    await desk.pass(500);
    await waitFor('the file to be looked at', () => desk.clock.timerCount === timerCount);
    await settle(2);
  };
  return {
    ...desk,
    path: file.path,
    look,
    edit: async (next: object | string): Promise<void> => {
      file.write(typeof next === 'string' ? next : JSON.stringify({ heartbeat: next }));
      await look();
    },
  };
}

describe('a configuration file that changes', () => {
  it('is in force at once, and recorded as its own doing', async () => {
    const { edit, settings, records, world, state, clock } = await begin({ intervalMs: 20_000 });
    await edit({ intervalMs: 21_500 });
    expect(settings.view()).toMatchObject({
      version: 2,
      administered: false,
      intervalMs: { value: 21_500, source: 'file' },
    });
    const [from, to] = [
      { intervalMs: 20_000, timeoutMs: 60_000 },
      { intervalMs: 21_500, timeoutMs: 64_500 },
    ];
    expect(records).toEqual([{ kind: 'settings.changed', from, to, source: 'file', version: 2 }]);
    expect(settings.history().entries).toEqual([
      {
        version: 2,
        at: clock.wallNow(),
        by: 'file',
        remote: null,
        reason: null,
        kind: 'reloaded',
        guard: null,
        from,
        to,
      },
    ]);
    expect(world.timingChanges).toBe(1);
    // What is deployed is read again at the next start: only what operators have set is kept.
    expect(state.read('settings')).toBeUndefined();
  });

  it('is kept where operators have set something before, so that versions go on', async () => {
    const { edit, change, state } = await begin();
    await change({ logLevel: 'warn' });
    await edit({ intervalMs: 21_500 });
    expect(state.read('settings')).toMatchObject({ version: 3, values: { intervalMs: 21_500, logLevel: 'warn' } });
  });

  it('is told to no peer where it changes no timing', async () => {
    const { edit, settings, world } = await begin();
    await edit({ logLevel: 'warn' });
    expect(settings.view()).toMatchObject({ version: 2, logLevel: { value: 'warn', source: 'file' } });
    expect(world.timingChanges).toBe(0);
  });

  it('is no new version where it sets nothing new', async () => {
    const { edit, settings, records } = await begin({ intervalMs: 20_000 });
    await edit('{ "heartbeat": { "intervalMs": 20000 }, "$schema": "x" }');
    expect(settings.view().version).toBe(1);
    expect(records).toEqual([]);
    // But is what the next change is compared with.
    await edit({ timeoutMs: 60_001 });
    expect(settings.view()).toMatchObject({ intervalMs: { value: 25_000, source: 'default' } });
  });

  it.each([
    ['wrong', '{"heartbeat":{"intervalMs":1}}', / heartbeat\.intervalMs must be an integer from 1000/],
    ['no JSON', 'nonsense', /: is not JSON$/],
  ])('keeps its last content where it is %s, and says so', async (_how, text, message) => {
    const { edit, settings, records, path } = await begin({ intervalMs: 20_000 });
    await edit(text);
    expect(records).toEqual([
      { kind: 'settings.rejected', source: 'file', message: expect.stringMatching(message) as string },
    ]);
    expect(records[0]?.['message']).toContain(path);
    expect(settings.view()).toMatchObject({ version: 1, intervalMs: { value: 20_000 } });
  });

  it('keeps its last content where it is gone, and is read when it is back', async () => {
    const { edit, look, settings, records, path } = await begin({ intervalMs: 20_000 });
    rmSync(path);
    await look();
    expect(records).toEqual([
      { kind: 'settings.rejected', source: 'file', message: `${path} is gone; its last settings stay in force` },
    ]);
    expect(settings.view().intervalMs.value).toBe(20_000);
    await edit({ intervalMs: 21_500 });
    expect(settings.view().intervalMs.value).toBe(21_500);
  });

  it('is not taken where no gateway would start with it', async () => {
    const { edit, settings, records, change } = await begin({}, { code: { timeoutMs: 30_000 } });
    await change({ timeoutMs: 100_000 });
    await edit({ intervalMs: 40_000 });
    const message = expect.stringMatching(
      /^timeoutMs \(30000, from code\) must not be shorter than intervalMs \(40000, from file\)/,
    );
    expect(records.at(-1)).toEqual({ kind: 'settings.rejected', source: 'file', message });
    expect(settings.view().intervalMs.value).toBe(25_000);
    // Nor later.
    await change({ logLevel: 'warn' });
    expect(settings.view().intervalMs.value).toBe(25_000);
  });

  it('that contradicts only what operators have set applies once that is withdrawn', async () => {
    const { edit, settings, records, change } = await begin();
    await change({ timeoutMs: 30_000 });
    await edit({ intervalMs: 40_000 });
    expect(records.at(-1)).toMatchObject({
      kind: 'settings.rejected',
      source: 'file',
      message: expect.stringMatching(/^timeoutMs \(30000, from runtime\)/),
    });
    expect(settings.view()).toMatchObject({ version: 2, intervalMs: { value: 25_000 } });
    await change({ timeoutMs: null });
    expect(settings.view()).toMatchObject({
      version: 3,
      intervalMs: { value: 40_000, source: 'file' },
      timeoutMs: { value: 120_000 },
    });
  });

  it('is not looked at any more once the gateway has closed', async () => {
    const { edit, settings, records, clock } = await begin();
    await settings.close();
    await edit({ intervalMs: 21_500 });
    expect(records).toEqual([]);
    expect(clock.timerCount).toBe(0);
  });
});

describe('while a change is tried', () => {
  it('a new timing takes it back, because there is nothing left to compare it with', async () => {
    const { edit, settings, change, tried, of, records } = await begin({}, { people: 200 });
    await change({ intervalMs: 90_000 });
    await edit({ timeoutMs: 80_000 });
    const says = 'Taken back, because the configuration file has changed the timing.';
    expect(of('settings.tried').at(-1)).toMatchObject({ status: 'interrupted', by: 'file', says });
    expect(tried()).toEqual([]);
    expect(settings.view()).toMatchObject({
      version: 4,
      intervalMs: { value: 25_000 },
      timeoutMs: { value: 80_000, source: 'file' },
      lastGuard: { status: 'interrupted', endedBy: 'file' },
    });
    expect(records.filter(({ kind }) => kind === 'settings.changed')).toMatchObject([{ source: 'file', version: 4 }]);
  });

  it('other settings leave it alone', async () => {
    const { edit, settings, change, tried } = await begin({}, { people: 200 });
    await change({ intervalMs: 90_000 });
    await edit({ logLevel: 'warn' });
    expect(tried()).toHaveLength(10);
    expect(settings.view()).toMatchObject({ logLevel: { value: 'warn' }, guard: { status: 'running' } });
  });
});

it('a change of the file waits for its turn like any other', async () => {
  const state = createDisk();
  const { edit, change, settings } = await begin({}, { state });
  const changing = change({ logLevel: 'warn' });
  await edit({ intervalMs: 21_500 });
  await changing;
  expect(settings.history().entries.map(({ by }) => by)).toEqual(['file', 'ada']);
});
