import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommand } from '../support/cli/runCommand.js';
import { makeFolder } from '../support/folder.js';
import { ask, startGateway } from '../support/gateway/gateways.js';

it.each([
  [['operator'], 'operator'],
  [['viewer'], 'viewer'],
  [[], 'viewer'],
])('makes a token, and the entry of the tokens file that lets it in: %j', async (given, role) => {
  const { stdout, status } = await runCommand('token', 'ada', ...given);
  expect(status).toBe(0);
  const [, token = '', , , entry = ''] = stdout.split('\n');
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(JSON.parse(entry).sha256).toBe(createHash('sha256').update(token).digest('hex'));
  const path = join(makeFolder(), 'tokens.json');
  writeFileSync(path, `{"tokens":[${entry}]}`);
  const { port } = await startGateway({ env: { HEARTBEAT_TOKENS_FILE: path } });
  const answer = await ask(port, 'GET', '/heartbeat/me', { token });
  expect(JSON.parse(answer.text)).toEqual({ role, subject: 'ada' });
  expect((await runCommand('token', 'ada')).stdout).not.toContain(token);
});

it.each([
  [['token'], 'the subject is a name of 1 to 100 characters'],
  [['token', '', 'viewer'], 'the subject is a name of 1 to 100 characters'],
  [['token', 'x'.repeat(101)], 'the subject is a name of 1 to 100 characters'],
  [['token', 'ada\nroot'], 'control characters'],
  [['token', 'ada', 'boss'], 'the role is viewer or operator, not "boss"'],
  [['token', 'ada', 'viewer', 'operator'], 'one subject and one role'],
  [['token', '--ada'], "'--ada'"],
])('says what it wants when it is asked for %j', async (args, why) => {
  const { stdout, stderr, status } = await runCommand(...args);
  expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
  expect(stderr).toContain(why);
  expect(stderr).toContain('heartbeat-socket token <subject> [viewer|operator]');
});

it.each([[], ['tokens'], ['constructor']])('has no command %j', async (...args) => {
  const { stderr, status } = await runCommand(...args);
  expect(status).toBe(2);
  expect(stderr).toContain('heartbeat-socket <command>');
});

it.each([['--help'], ['token', '--help'], ['probe', '-h']])('explains itself: %j', async (...args) => {
  const { stdout, status } = await runCommand(...args);
  expect(status).toBe(0);
  expect(stdout).toContain('heartbeat-socket');
});
