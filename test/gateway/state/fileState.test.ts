import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/gateway/clock.js';
import { fileState } from '../../../src/gateway/state/fileState.js';
import { makeFolder } from '../../support/folder.js';

function openState(path: string) {
  const state = fileState(path).open(systemClock);
  onTestFinished(() => state.close());
  return state;
}

it.each([[undefined], [''], [3]])('%o is no path', (path) => {
  expect(() => fileState(path as string)).toThrow('fileState(path) must be the path of a file');
});

describe('a state file', () => {
  it('is not there before the first change, and then holds every section, for its owner alone', async () => {
    const folder = makeFolder();
    const path = join(folder, 'heartbeat.state.json');
    const state = openState(path);
    expect(state).toMatchObject({ problem: null });
    expect(state.read('settings')).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
    await state.save('settings', { version: 2 });
    await state.save('counts', [1, 2, 3]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ format: 1, settings: { version: 2 }, counts: [1, 2, 3] });
    await state.close();
    // Neither a lock nor half a file stays behind.
    expect(readdirSync(folder)).toEqual(['heartbeat.state.json']);
    const next = openState(path);
    expect([next.read('settings'), next.read('counts')]).toEqual([{ version: 2 }, [1, 2, 3]]);
  });

  it('saves in the order in which it is asked to', async () => {
    const path = join(makeFolder(), 'state.json');
    const state = openState(path);
    await Promise.all(Array.from({ length: 50 }, (_none, version) => state.save('settings', { version })));
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ settings: { version: 49 } });
  });

  it('is replaced and not written through a link that lies in its place', async () => {
    const folder = makeFolder();
    const path = join(folder, 'state.json');
    writeFileSync(join(folder, 'victim'), 'untouched');
    symlinkSync(join(folder, 'victim'), `${path}.tmp`);
    await expect(openState(path).save('settings', {})).rejects.toThrow(path);
    expect(readFileSync(join(folder, 'victim'), 'utf8')).toBe('untouched');
  });

  it.each([
    ['a file', true],
    ['a file that is not there yet', false],
  ])('is kept where a link leads to, to %s', async (_what, isThere) => {
    const [folder, volume] = [makeFolder(), makeFolder()];
    const path = join(folder, 'state.json');
    const target = join(volume, 'kept.json');
    if (isThere) writeFileSync(target, '{"format":1,"settings":{"version":2}}', { mode: 0o644 });
    symlinkSync(join(volume, 'second'), path);
    symlinkSync('kept.json', join(volume, 'second'));
    const state = openState(path);
    expect(state.read('settings')).toEqual(isThere ? { version: 2 } : undefined);
    await state.save('settings', { version: 3 });
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(JSON.parse(readFileSync(target, 'utf8'))).toEqual({ format: 1, settings: { version: 3 } });
    expect(lstatSync(target).mode & 0o777).toBe(0o600);
    // The lock is beside the file: another gateway, with a link of its own, would find it.
    expect(readdirSync(volume).toSorted()).toEqual(['kept.json', 'kept.json.lock', 'second']);
    await state.close();
    expect(readdirSync(folder)).toEqual(['state.json']);
  });

  it('replaces nothing that is no file, although a link leads there', async () => {
    const [folder, other] = [makeFolder(), makeFolder()];
    const path = join(folder, 'state.json');
    const state = openState(path);
    execFileSync('mkfifo', [join(other, 'pipe')]);
    symlinkSync(join(other, 'pipe'), path);
    await expect(state.save('settings', {})).rejects.toThrow('is not a regular file');
    expect(lstatSync(join(other, 'pipe')).isFIFO()).toBe(true);
  });

  it.each<[string, (path: string) => void]>([
    ['half a document', (path) => writeFileSync(path, '{"format":1,"settings":{"ver')],
    ['no JSON', (path) => writeFileSync(path, '\u0000\u0001')],
    ['empty', (path) => writeFileSync(path, '')],
    ['a list', (path) => writeFileSync(path, '[]')],
    ['of a later format', (path) => writeFileSync(path, '{"format":2}')],
    ['10 MB long', (path) => writeFileSync(path, `{"format":1,"a":"${'x'.repeat(10_000_000)}"}`)],
    ['a folder', (path) => mkdirSync(path)],
    ['a pipe', (path) => execFileSync('mkfifo', [path])],
  ])('is moved aside when it is %s, and a new one begins', async (_what, make) => {
    const folder = makeFolder();
    const path = join(folder, 'state.json');
    make(path);
    const state = openState(path);
    expect(state.problem).toContain(`${path} `);
    expect(state.problem).toContain('moved aside');
    const [aside] = readdirSync(folder);
    expect(aside).toMatch(/^state\.json\.unreadable-\d{4}-/);
    expect(state.problem).toContain(aside);
    await state.save('settings', { version: 2 });
    expect(openState(path).read('settings')).toEqual({ version: 2 });
  });

  it('is what it was when it cannot be written, and says why', async () => {
    const folder = join(makeFolder(), 'gone');
    const state = openState(join(folder, 'state.json'));
    await expect(state.save('settings', { version: 2 })).rejects.toThrow('ENOENT');
    expect(state.read('settings')).toBeUndefined();
    mkdirSync(folder);
    await state.save('settings', { version: 3 });
    expect(state.read('settings')).toEqual({ version: 3 });
  });

  it('is not overwritten by a gateway whose lock another machine has taken over while it stood still', async () => {
    const path = join(makeFolder(), 'state.json');
    const state = openState(path);
    await state.save('settings', { version: 2 });
    writeFileSync(`${path}.lock`, JSON.stringify({ id: 'far', pid: 1, host: 'another-machine', birth: '1' }));
    writeFileSync(path, '{"format":1,"settings":{"version":3}}');
    await expect(state.save('settings', { version: 4 })).rejects.toThrow('process 1 on another-machine');
    rmSync(`${path}.lock`);
    await expect(state.save('settings', { version: 4 })).rejects.toThrow('restart this gateway');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ settings: { version: 3 } });
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it('takes no more saves once it is closed', async () => {
    const path = join(makeFolder(), 'state.json');
    const state = openState(path);
    await state.close();
    await expect(state.save('settings', {})).rejects.toThrow('closed');
    expect(existsSync(path)).toBe(false);
  });
});
