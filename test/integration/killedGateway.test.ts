import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { makeFolder } from '../support/folder.js';
import { ADMIN as admin, ask } from '../support/gateway/gateways.js';
import { seeded } from '../support/gateway/mutations.js';
import { scriptOf } from '../support/scriptOf.js';
import { waitFor } from '../support/waitFor.js';

const CHANGES = 200;
const PER_LIFE = 20;

async function start(script: string, path: string): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (data: string) => (text += data));
  await waitFor('the port', () => text.includes('\n'));
  return { child, port: Number(text) };
}

it('has, after a kill at any instant, the last change that was answered, or the one that was on its way', async () => {
  const script = await scriptOf(new URL('../support/gateway/keptGateway.ts', import.meta.url));
  const folder = makeFolder();
  const path = join(folder, 'state.json');
  const random = seeded(9);
  let answered = { version: 1, intervalMs: 25_000 };
  let sent = answered;
  let changes = 0;
  for (let life = 0; changes < CHANGES; life += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one life after the other
    const { child, port } = await start(script, path);
    // oxlint-disable-next-line no-await-in-loop
    const found = JSON.parse((await ask(port, 'GET', '/heartbeat/settings', { token: admin.operatorToken })).text);
    expect([answered, sent]).toContainEqual({ version: found.version, intervalMs: found.intervalMs.value });
    answered = { version: found.version, intervalMs: found.intervalMs.value };
    const fatal = 1 + Math.floor(random() * PER_LIFE);
    for (let count = 1; count <= fatal; count += 1) {
      changes += 1;
      sent = { version: answered.version + 1, intervalMs: 20_000 + life * 100 + count };
      const body = JSON.stringify({ intervalMs: sent.intervalMs });
      const answer = ask(port, 'PATCH', '/heartbeat/settings', { token: admin.operatorToken, body });
      if (count === fatal) {
        answer.catch(() => {});
        // oxlint-disable-next-line no-await-in-loop -- somewhere between the first byte and the answer
        await new Promise((resolve) => setTimeout(resolve, random() * 6));
        child.kill('SIGKILL');
        // oxlint-disable-next-line no-await-in-loop
        await once(child, 'exit');
        continue;
      }
      // oxlint-disable-next-line no-await-in-loop
      expect((await answer).status).toBe(200);
      answered = sent;
    }
  }
  // Neither an unreadable state nor a lock of the dead has been in the way.
  expect(readdirSync(folder).filter((name) => name.includes('unreadable'))).toEqual([]);
}, 120_000);
