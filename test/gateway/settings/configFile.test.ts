import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { makeConfigFile } from '../../support/gateway/configFile.js';
import { join, startGateway } from '../../support/gateway/gateways.js';
import { sleep, waitFor } from '../../support/waitFor.js';

describe('the configuration file', () => {
  it('is read again when it is replaced, and keeps its last valid content when it is wrong', async () => {
    const file = makeConfigFile({ heartbeat: { intervalMs: 3_000 } });
    const { gateway, url, events } = await startGateway({ configFile: file.path });
    const client = await join(url);
    file.write('{"heartbeat":{"intervalMs":4000}}');
    await waitFor('the change', () => gateway.stats().settings.intervalMs.value === 4_000);
    expect(await client.frame('heartbeat.settings')).toMatchObject({ version: 2 });
    const rejections = () => events.filter(({ kind }) => kind === 'settings.rejected');
    for (const [count, text] of ['{"heartbeat":', '{"heartbeat":{"intervalMs":10}}', '{"hartbeat":{}}'].entries()) {
      file.write(text);
      await waitFor(`the rejection of ${text}`, () => rejections().length === count + 1);
    }
    expect(gateway.stats().settings).toMatchObject({ version: 2, intervalMs: { value: 4_000, source: 'file' } });
    rmSync(file.path);
    await waitFor('the loss', () => rejections().length === 4);
    expect(gateway.stats().settings.version).toBe(2);
    file.write('{"heartbeat":{"intervalMs":5000}}');
    await waitFor('its return', () => gateway.stats().settings.intervalMs.value === 5_000);
  }, 20_000);

  it('does not keep the gateway from starting when it is wrong, and is reported', async () => {
    const { path } = makeConfigFile({ heartbeat: { intervalMs: 1 } });
    const { gateway, events } = await startGateway({ configFile: path });
    expect(gateway.stats().settings.intervalMs.source).toBe('default');
    expect(events.map(({ kind }) => kind)).toContain('settings.rejected');
  });

  it('may be missing when the options name none, and is read when it appears', async () => {
    const { folder, path } = makeConfigFile({});
    rmSync(path);
    // Worker threads, in which mutants are tried, cannot change the working directory.
    const workingDirectory = vi.spyOn(process, 'cwd').mockReturnValue(folder);
    onTestFinished(() => workingDirectory.mockRestore());
    const { gateway, events } = await startGateway({ configFile: undefined });
    // Two polls of the watcher. Node calls it once for a file that does not exist.
    await sleep(1_200);
    expect(events.filter(({ kind }) => kind === 'settings.rejected')).toEqual([]);
    writeFileSync(path, '{"heartbeat":{"intervalMs":7000}}');
    await waitFor('the file to be read', () => gateway.stats().settings.intervalMs.value === 7_000);
  });
});
