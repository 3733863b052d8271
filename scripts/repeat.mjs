// `npm run test:repeat`: every end-to-end file many times in a row beside two busy loops, and a table of how often each failed.
// A test that fails once in twenty there will fail for someone. `-- --times 5 outage presence` runs some files less often.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const repository = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  options: { times: { type: 'string', default: '20' } },
  allowPositionals: true,
});
const times = Number(values.times);
if (!Number.isInteger(times) || times < 1) {
  console.error(`--times must be an integer from 1, got ${values.times}`);
  process.exit(1);
}
const files = readdirSync(`${repository}/test/e2e`).filter(
  (name) => name.endsWith('.test.ts') && (positionals.length === 0 || positionals.some((part) => name.includes(part))),
);
if (files.length === 0) {
  console.error(`no end-to-end file matches ${positionals.join(', ')}`);
  process.exit(1);
}

const loops = [0, 1].map(() => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
let test;
process.on('exit', () => {
  loops.forEach((loop) => loop.kill('SIGKILL'));
  test?.kill();
});
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/** Runs a file once. Not synchronously, which would keep signals from this process, and leave the loops behind. */
const run = (file) =>
  new Promise((resolve) => {
    const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'e2e', `test/e2e/${file}`];
    const env = { ...process.env, E2E_LOOKS: '1' };
    test = spawn(process.execPath, args, { cwd: repository, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    test.stdout.setEncoding('utf8').on('data', (text) => (output += text));
    test.once('close', (status) => resolve({ isGreen: status === 0, output }));
  });

let redCount = 0;
console.log(`${'file'.padEnd(28)}${'runs'.padStart(6)}${'red'.padStart(5)}${'slowest'.padStart(9)}`);
for (const file of files) {
  let red = 0;
  let slowestMs = 0;
  for (let count = 0; count < times; count++) {
    const startedAt = performance.now();
    const { isGreen, output } = await run(file);
    slowestMs = Math.max(slowestMs, performance.now() - startedAt);
    if (isGreen) continue;
    red += 1;
    console.log(output);
  }
  redCount += red;
  const seconds = `${(slowestMs / 1_000).toFixed(0)} s`;
  console.log(`${file.padEnd(28)}${String(times).padStart(6)}${String(red).padStart(5)}${seconds.padStart(9)}`);
}
process.exit(redCount > 0 ? 1 : 0);
