import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createHeartbeatGateway } from '../../../../src/gateway/index.js';
import { makeConfigFile } from '../../../support/gateway/configFile.js';
import { createGatewayClock } from '../../../support/gateway/gatewayClock.js';
import { join, QUIET, startGateway } from '../../../support/gateway/gateways.js';
import { sleep, waitFor } from '../../../support/waitFor.js';

describe('the configuration file', () => {
  it('is read again when it is replaced, and keeps its last valid content when it is wrong', async () => {
    const file = makeConfigFile({ heartbeat: { intervalMs: 3_000 } });
    const { gateway, url, events } = await startGateway({ configFile: file.path });
    const client = await join(url);
    file.write('{"heartbeat":{"intervalMs":4000}}');
    await waitFor('the change', () => gateway.stats().settings.intervalMs.value === 4_000);
    expect(await client.frame('heartbeat.settings')).toMatchObject({ version: 2 });
    const rejections = () => events.filter(({ kind }) => kind === 'settings.rejected');
    const tenMegabytes = `{"heartbeat":{"intervalMs":6000}}${' '.repeat(10_000_000)}`;
    const wrong = ['{"heartbeat":', '{"heartbeat":{"intervalMs":10}}', tenMegabytes, '{"hartbeat":{}}'];
    for (const [count, text] of wrong.entries()) {
      file.write(text);
      await waitFor(`the rejection of ${text.slice(0, 40)}`, () => rejections().length === count + 1);
    }
    expect(gateway.stats().settings).toMatchObject({ version: 2, intervalMs: { value: 4_000, source: 'file' } });
    rmSync(file.path);
    await waitFor('the loss', () => rejections().length === wrong.length + 1);
    expect(gateway.stats().settings.version).toBe(2);
    file.write('{"heartbeat":{"intervalMs":5000}}');
    await waitFor('its return', () => gateway.stats().settings.intervalMs.value === 5_000);
  }, 20_000);

  it('is looked at when the clock of the gateway says so', async () => {
    const file = makeConfigFile({ heartbeat: { intervalMs: 3_000 } });
    const clock = createGatewayClock();
    const { gateway } = await startGateway({ configFile: file.path, clock });
    file.write('{"heartbeat":{"intervalMs":4000}}');
    await sleep(700);
    expect(gateway.stats().settings.version).toBe(1);
    await clock.advance(500);
    await waitFor('the change', () => gateway.stats().settings.intervalMs.value === 4_000);
  });

  it('does not keep the gateway from starting when it is wrong, and is reported', async () => {
    const { path } = makeConfigFile({ heartbeat: { intervalMs: 1 } });
    const { gateway, events } = await startGateway({ configFile: path });
    expect(gateway.stats().settings.intervalMs.source).toBe('default');
    expect(events.map(({ kind }) => kind)).toContain('settings.rejected');
  });

  it.each([
    ['a folder', (path: string) => mkdirSync(path)],
    ['a pipe, whose other end nothing opens', (path: string) => execFileSync('mkfifo', [path])],
    ['a file that is not there', () => {}],
  ])('is an error at the start when it is named and is %s', (_what, make) => {
    const { folder } = makeConfigFile({});
    const configFile = joinPath(folder, 'other.json');
    make(configFile);
    expect(() => createHeartbeatGateway({ ...QUIET, port: 0, configFile })).toThrow(
      expect.objectContaining({ option: 'configFile' }),
    );
  });

  it('keeps its last content when it becomes a pipe, and does not block the gateway', async () => {
    const file = makeConfigFile({ heartbeat: { intervalMs: 3_000 } });
    const { gateway, events } = await startGateway({ configFile: file.path });
    rmSync(file.path);
    execFileSync('mkfifo', [file.path]);
    await waitFor('the word about it', () => events.some(({ kind }) => kind === 'settings.rejected'));
    expect(gateway.stats().settings.intervalMs.value).toBe(3_000);
  });

  it('may be missing when the options name none, and is read when it appears', async () => {
    const { folder, path } = makeConfigFile({});
    rmSync(path);
    // Worker threads, in which mutants are tried, cannot change the working directory.
    const workingDirectory = vi.spyOn(process, 'cwd').mockReturnValue(folder);
    onTestFinished(() => workingDirectory.mockRestore());
    const { gateway, events } = await startGateway({ configFile: undefined });
    // Two polls.
    await sleep(1_200);
    expect(events.filter(({ kind }) => kind === 'settings.rejected')).toEqual([]);
    writeFileSync(path, '{"heartbeat":{"intervalMs":7000}}');
    await waitFor('the file to be read', () => gateway.stats().settings.intervalMs.value === 7_000);
  });
});
