import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGateway } from '../support/gateway/gateways.js';
import { packPackage, repository, type PackedPackage } from '../support/packaging/packedPackage.js';

let packed: PackedPackage;
beforeAll(async () => {
  packed = await packPackage();
});
afterAll(() => packed.remove());

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the packed command in a process of its own, as `npx` does. */
const run = (...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, [join(packed.folder, 'bin/heartbeat-socket.mjs'), ...args], (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });

it('probes a path without a peer of the package, and ends by itself', async () => {
  expect(existsSync(join(packed.app, 'node_modules/ws'))).toBe(false);
  const { url } = await startGateway();
  const { code, stdout, stderr } = await run('probe', url, '--max-idle', '1');
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toContain('a heartbeat gateway, which keeps silent for this');
  expect((await run('probe', 'ws://127.0.0.1:1/')).code).toBe(11);
});

it('makes a token, and says what it wants when it is asked for something else', async () => {
  const { stdout, code } = await run('token', 'ada', 'operator');
  expect(code).toBe(0);
  const [, token = '', , , entry = ''] = stdout.split('\n');
  expect(JSON.parse(entry)).toEqual({
    subject: 'ada',
    role: 'operator',
    sha256: createHash('sha256').update(token).digest('hex'),
  });
  expect(await run('tokens')).toMatchObject({ code: 2, stdout: '' });
  expect((await run('--help')).stdout).toContain('heartbeat-socket <command>');
});

it('holds ws with its licence', () => {
  const licence = readFileSync(join(repository, 'node_modules/ws/LICENSE'), 'utf8');
  expect(readFileSync(join(packed.folder, 'dist/cli/ws.LICENSE'), 'utf8')).toBe(licence);
  const notice = readFileSync(join(packed.folder, 'THIRD_PARTY.md'), 'utf8');
  const { version } = JSON.parse(readFileSync(join(repository, 'node_modules/ws/package.json'), 'utf8')) as {
    version: string;
  };
  expect(notice).toContain(licence.trim());
  expect(notice).toContain(`ws](https://github.com/websockets/ws) ${version}`);
});
