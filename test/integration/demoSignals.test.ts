import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { waitFor } from '../support/waitFor.js';

const SCRIPT = `
  import { onSignals } from './demo/server/signals.mjs';
  onSignals({ drain: () => console.log('drain'), close: () => console.log('close') });
  setInterval(() => {}, 1_000);
  console.log('ready');
`;

async function startDemo() {
  const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  child.stdout.on('data', (data: Buffer) => (text += data.toString()));
  const said = (what: string) => waitFor(what, () => text.trimEnd().endsWith(what));
  await said('ready');
  return { child, said, text: () => text };
}

it('goes on with its drain when it is told to end once more', async () => {
  const { child, said, text } = await startDemo();
  child.kill('SIGTERM');
  await said('drain');
  child.kill('SIGTERM');
  child.kill('SIGINT');
  await said('close');
  child.kill('SIGTERM');
  expect(text()).toBe('ready\ndrain\nclose\n');
  expect(child.exitCode).toBeNull();
});

it('ends at once with the second Ctrl-C', async () => {
  const { child, said } = await startDemo();
  child.kill('SIGINT');
  await said('close');
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  expect(await ended).toEqual([130, null]);
});
