import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/gateway/clock.js';
import { fileState } from '../../../src/gateway/state/fileState.js';
import { processBirth } from '../../../src/gateway/state/processBirth.js';
import { takeLock } from '../../../src/gateway/state/stateLock.js';
import { makeFolder } from '../../support/folder.js';

const lockPath = () => join(makeFolder(), 'state.json.lock');
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

function take(path: string) {
  const lock = takeLock(path, systemClock);
  onTestFinished(() => lock.release());
  return lock;
}

describe('the lock of a state file', () => {
  it('is refused to a second gateway, which is told who has it, and free again after a release', () => {
    const path = lockPath();
    const lock = take(path);
    expect(() => take(path)).toThrow(`in use by process ${process.pid} on ${hostname()}`);
    lock.release();
    take(path).release();
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  it('is taken over from a process that is dead', () => {
    const path = lockPath();
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(path, JSON.stringify({ id: 'old', pid, host: hostname(), birth: '1' }));
    take(path);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
  });

  it('is refused while another process lives', async () => {
    const path = lockPath();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child, 'spawn');
    writeFileSync(
      path,
      JSON.stringify({ id: 'other', pid: child.pid, host: hostname(), birth: processBirth(child.pid ?? 0) }),
    );
    expect(() => take(path)).toThrow(`process ${child.pid}`);
  });

  it('is taken over from an earlier process with the same id, as containers have it', () => {
    const path = lockPath();
    writeFileSync(path, JSON.stringify({ id: 'old', pid: process.pid, host: hostname(), birth: '1' }));
    take(path);
    expect(JSON.parse(readFileSync(path, 'utf8'))).not.toMatchObject({ id: 'old' });
  });

  it('is taken over from another machine only when it was not refreshed for a minute', () => {
    const path = lockPath();
    writeFileSync(path, JSON.stringify({ id: 'far', pid: 1, host: 'another-machine', birth: '1' }));
    expect(() => take(path)).toThrow('process 1 on another-machine');
    utimesSync(path, minutesAgo(2), minutesAgo(2));
    take(path);
  });

  it('is taken over when it names no one, and not while it may be just being made', () => {
    const path = lockPath();
    writeFileSync(path, '');
    expect(() => take(path)).toThrow('being taken');
    utimesSync(path, minutesAgo(2), minutesAgo(2));
    take(path);
  });

  it('keeps a gateway from overwriting what another one wrote before it', async () => {
    const path = join(makeFolder(), 'state.json');
    const [first, second] = [fileState(path).open(systemClock), fileState(path).open(systemClock)];
    await first.save('settings', { version: 2 });
    await expect(second.save('settings', { version: 2 })).rejects.toThrow('in use by process');
    await first.close();
    await expect(second.save('settings', { version: 2 })).rejects.toThrow('changed by another process');
    const third = fileState(path).open(systemClock);
    await third.save('settings', { version: 3 });
    await Promise.all([second.close(), third.close()]);
  });
});
