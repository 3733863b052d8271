import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { makeFolder } from '../../support/folder.js';
import { ask, startGateway } from '../../support/gateway/gateways.js';

const command = fileURLToPath(new URL('../../../bin/heartbeat-socket.mjs', import.meta.url));
const run = (...args: string[]) => spawnSync(process.execPath, [command, ...args], { encoding: 'utf8' });

it('makes a token, and the entry of the tokens file that lets it in', async () => {
  const { stdout, status } = run('token', 'ada', 'operator');
  expect(status).toBe(0);
  const [, token = '', , , entry = ''] = stdout.split('\n');
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(JSON.parse(entry).sha256).toBe(createHash('sha256').update(token).digest('hex'));
  const path = join(makeFolder(), 'tokens.json');
  writeFileSync(path, `{"tokens":[${entry}]}`);
  const { port } = await startGateway({ env: { HEARTBEAT_TOKENS_FILE: path } });
  const answer = await ask(port, 'GET', '/heartbeat/me', { token });
  expect(JSON.parse(answer.text)).toEqual({ role: 'operator', subject: 'ada' });
  expect(run('token', 'ada', 'operator').stdout).not.toContain(token);
});

it.each([
  [],
  ['token'],
  ['token', 'ada'],
  ['token', 'ada', 'boss'],
  ['token', '', 'viewer'],
  ['tokens', 'ada', 'viewer'],
])('says what it wants when it is asked for %j %j %j', (...args) => {
  const { stdout, stderr, status } = run(...args.filter((arg) => arg !== undefined));
  expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
  expect(stderr).toContain('heartbeat-socket token <subject> <operator|viewer>');
});
