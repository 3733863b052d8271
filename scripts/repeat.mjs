// `npm run test:repeat`: every end-to-end file many times in a row beside two busy loops, and a table of how often each failed.
// A test that fails once in twenty there will fail for someone. `-- --times 5 outage presence` runs some files less often.
import { spawn, spawnSync } from 'node:child_process';
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
const stopLoops = () => loops.forEach((loop) => loop.kill('SIGKILL'));
process.on('exit', stopLoops);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

let redCount = 0;
console.log(`${'file'.padEnd(28)}${'runs'.padStart(6)}${'red'.padStart(5)}${'slowest'.padStart(9)}`);
for (const file of files) {
  let red = 0;
  let slowestMs = 0;
  for (let run = 0; run < times; run++) {
    const startedAt = performance.now();
    const args = ['vitest', 'run', '--project', 'e2e', `test/e2e/${file}`];
    const { status, stdout } = spawnSync('npx', args, { cwd: repository, encoding: 'utf8' });
    slowestMs = Math.max(slowestMs, performance.now() - startedAt);
    if (status === 0) continue;
    red += 1;
    console.log(stdout);
  }
  redCount += red;
  const seconds = `${(slowestMs / 1_000).toFixed(0)} s`;
  console.log(`${file.padEnd(28)}${String(times).padStart(6)}${String(red).padStart(5)}${seconds.padStart(9)}`);
}
process.exit(redCount > 0 ? 1 : 0);
