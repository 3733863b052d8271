import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ask, startGateway } from '../../../support/gateway/gateways.js';
import { createGatewayClock } from '../../../support/gateway/gatewayClock.js';
import { makeFolder } from '../../../support/folder.js';
import { waitFor } from '../../../support/waitFor.js';

const entry = (subject: string, role: string, token: string) => ({
  subject,
  role,
  sha256: createHash('sha256').update(token).digest('hex'),
});

function makeTokens(tokens: object[]) {
  const path = join(makeFolder(), 'tokens.json');
  const write = (text: string): void => {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  };
  write(JSON.stringify({ tokens }));
  return { path, write, env: { HEARTBEAT_TOKENS_FILE: path } };
}

const me = (port: number, token: string) => ask(port, 'GET', '/heartbeat/me', { token });
const ADA = entry('ada', 'operator', 'token-of-ada');

describe('a tokens file', () => {
  it('names the people who may, beside the tokens without a name', async () => {
    const { env } = makeTokens([ADA, entry('vic', 'viewer', 'token-of-vic')]);
    const { port, events } = await startGateway({ env: { ...env, HEARTBEAT_VIEWER_TOKEN: 'plain' } });
    expect(JSON.parse((await me(port, 'token-of-ada')).text)).toEqual({ role: 'operator', subject: 'ada' });
    expect(JSON.parse((await me(port, 'token-of-vic')).text)).toEqual({ role: 'viewer', subject: 'vic' });
    expect(JSON.parse((await me(port, 'plain')).text)).toEqual({ role: 'viewer', subject: 'viewer' });
    expect((await me(port, 'token-of-eve')).status).toBe(401);
    expect((await me(port, ADA.sha256)).status).toBe(401);
    await ask(port, 'PATCH', '/heartbeat/settings', { token: 'token-of-ada', body: '{"intervalMs":30000}' });
    expect(events.find(({ kind }) => kind === 'settings.changed')).toMatchObject({ by: 'ada', remote: '127.0.0.1' });
  });

  it('is read again when it changes: a token that was taken out no longer opens, and a new one does', async () => {
    const { env, write } = makeTokens([ADA]);
    const { port } = await startGateway({ env });
    expect((await me(port, 'token-of-ada')).status).toBe(200);
    write(JSON.stringify({ tokens: [entry('ada', 'operator', 'another')] }));
    await waitFor('the end of the old token', async () => (await me(port, 'token-of-ada')).status === 401);
    expect((await me(port, 'another')).status).toBe(200);
  });

  it.each<[string, (path: string) => void]>([
    ['half a document', (path) => writeFileSync(path, '{"tokens":[{"subj')],
    ['something else', (path) => writeFileSync(path, '{"tokens":[{"subject":"ada","role":"boss","sha256":"x"}]}')],
    ['10 MB long', (path) => writeFileSync(path, ' '.repeat(10_000_000))],
    ['a folder', (path) => mkdirSync(path)],
    ['a pipe', (path) => execFileSync('mkfifo', [path])],
  ])('that turns into %s keeps its last tokens for a minute, says so once, and recovers', async (_what, make) => {
    const clock = createGatewayClock();
    const { env, path, write } = makeTokens([ADA]);
    const { port, events } = await startGateway({ env, clock });
    const alerts = () => events.filter(({ kind }) => kind.startsWith('alert.')).map(({ kind }) => kind);
    rmSync(path);
    make(path);
    await waitFor('the alert', async () => {
      await clock.advance(500);
      return alerts().length > 0;
    });
    expect((await me(port, 'token-of-ada')).status).toBe(200);
    await clock.advance(60_000);
    expect((await me(port, 'token-of-ada')).status).toBe(401);
    expect(alerts()).toEqual(['alert.raised']);
    rmSync(path, { recursive: true });
    write(JSON.stringify({ tokens: [ADA] }));
    await waitFor('the recovery', async () => {
      await clock.advance(500);
      return alerts().length === 2;
    });
    expect((await me(port, 'token-of-ada')).status).toBe(200);
    expect(alerts()).toEqual(['alert.raised', 'alert.cleared']);
    expect(JSON.stringify(events)).not.toContain(ADA.sha256);
  });

  it('that is broken anew within the minute does not keep its last tokens for longer', async () => {
    const clock = createGatewayClock();
    const { env, write } = makeTokens([ADA]);
    const { port, events } = await startGateway({ env, clock });
    const breakIt = async (text: string, alerts: number): Promise<void> => {
      write(text);
      await waitFor('the alert', async () => {
        await clock.advance(500);
        return events.filter(({ kind }) => kind === 'alert.raised').length === alerts;
      });
    };
    await breakIt('broken', 1);
    await clock.advance(40_000);
    await breakIt('{"tokens":7}', 2);
    expect((await me(port, 'token-of-ada')).status).toBe(200);
    await clock.advance(20_000);
    expect((await me(port, 'token-of-ada')).status).toBe(401);
  });

  it('that is deleted takes its tokens away', async () => {
    const { env, path } = makeTokens([ADA]);
    const { port, events } = await startGateway({ env });
    rmSync(path);
    await waitFor('the end of the token', async () => (await me(port, 'token-of-ada')).status === 401);
    expect(events.find(({ kind }) => kind === 'alert.raised')).toMatchObject({ rule: 'tokens' });
  });

  it('may be swapped by a link, as Kubernetes does it', async () => {
    const folder = makeFolder();
    const make = (name: string, token: string): void => {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'tokens.json'), JSON.stringify({ tokens: [entry('ada', 'viewer', token)] }));
    };
    make('one', 'first');
    make('two', 'second');
    symlinkSync('one', join(folder, '..data'));
    const { port } = await startGateway({ env: { HEARTBEAT_TOKENS_FILE: join(folder, '..data', 'tokens.json') } });
    expect((await me(port, 'first')).status).toBe(200);
    symlinkSync('two', join(folder, '..next'));
    renameSync(join(folder, '..next'), join(folder, '..data'));
    await waitFor('the end of the old token', async () => (await me(port, 'first')).status === 401);
    expect((await me(port, 'second')).status).toBe(200);
  });

  it('that is not there at the start lets no one in until it is, and says so', async () => {
    const { env, path, write } = makeTokens([]);
    rmSync(path);
    const { port, events } = await startGateway({ env });
    expect((await me(port, 'token-of-ada')).status).toBe(401);
    expect(events.find(({ kind }) => kind === 'alert.raised')).toMatchObject({ rule: 'tokens' });
    write(JSON.stringify({ tokens: [ADA] }));
    await waitFor('the word about it', () => events.some(({ kind }) => kind === 'alert.cleared'));
    expect((await me(port, 'token-of-ada')).status).toBe(200);
  });
});
