// `npm run mutate`: makes small mistakes in src/machine, one at a time, and looks whether test/machine notices. Prints
// the score and every mistake that nobody noticed. MUTANTS=150 are drawn with SEED=1, as many
// of them as SECONDS=300 allow; MUTANTS=all draws them all, ONLY=pulse.ts,alive.ts:59: those of a file or a line.
import { fork } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { equivalents } from './support/equivalents.mjs';
import { mutantsOf } from './support/mutants.mjs';
import { createRandom } from './support/random.mjs';

const WORKERS = 2;
const TIMEOUT_MS = 25_000;
/** The first run has everything to load. */
const START_MS = 60_000;
const AIM = 0.9;

const files = readdirSync('src/machine').map((name) => `src/machine/${name}`);
const all = files.flatMap((file) => mutantsOf(file, readFileSync(file, 'utf8')));
const isEquivalent = (mutant) =>
  equivalents.some(({ file, was, text, on }) => {
    if (!mutant.file.endsWith(file) || mutant.was !== was || (text !== undefined && mutant.text !== text)) return false;
    return on === undefined || readFileSync(mutant.file, 'utf8').split('\n')[mutant.line - 1].includes(on);
  });
const chosen = draw(all.filter((mutant) => !isEquivalent(mutant)));
console.log(
  `${all.length} mutants, ${all.filter(isEquivalent).length} of them known to be equivalent, ${chosen.length} drawn`,
);

function draw(mutants) {
  const { MUTANTS = '150', SEED = '1', ONLY = '' } = process.env;
  const random = createRandom(Number(SEED));
  const shuffled = mutants
    .filter(({ file, line }) => ONLY.split(',').some((part) => `${file}:${line}:`.includes(part)))
    .map((mutant) => ({ mutant, lot: random() }))
    .toSorted((a, b) => a.lot - b.lot)
    .map(({ mutant }) => mutant);
  return MUTANTS === 'all' ? shuffled : shuffled.slice(0, Number(MUTANTS));
}

/** A process that runs the tests; replaced when a mutant hangs it. */
function startRunner() {
  const child = fork(new URL('support/mutantRunner.mjs', import.meta.url), {
    env: { ...process.env, NODE_ENV: 'test' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const answer = (timeoutMs = TIMEOUT_MS) =>
    new Promise((resolve) => {
      const timer = setTimeout(() => done({ isHung: true }), timeoutMs);
      const done = (result) => {
        clearTimeout(timer);
        child.off('message', done).off('exit', gone);
        resolve(result);
      };
      const gone = () => done({ isHung: true });
      child.on('message', done).on('exit', gone);
    });
  const ready = answer(START_MS);
  return {
    run: async (mutant) => {
      await ready;
      child.send(mutant);
      return answer(mutant ? TIMEOUT_MS : START_MS);
    },
    stop: () => child.kill('SIGKILL'),
  };
}

let judgedCount = 0;
let survivedCount = 0;
let hungCount = 0;
const startedAt = performance.now();
const until = startedAt + Number(process.env.SECONDS ?? 300) * 1_000;
const oneLine = (text) => text.replaceAll(/\s+/g, ' ');
const describe = ({ file, line, was, text }) => `${file}:${line}  ${oneLine(was)}  →  ${oneLine(text)}`;

async function work(queue) {
  let runner = startRunner();
  // Without a mistake the tests must pass, or every mutant would count as noticed.
  const { isAlive } = await runner.run(null);
  if (!isAlive) throw new Error('test/machine fails without any mutant');
  for (let mutant = queue.shift(); mutant && performance.now() < until; mutant = queue.shift()) {
    judgedCount += 1;
    const result = await runner.run(mutant);
    if (result.isHung) {
      hungCount += 1;
      runner.stop();
      runner = startRunner();
    }
    if (result.isAlive) {
      survivedCount += 1;
      console.log(`survived ${describe(mutant)}`);
    }
  }
  runner.stop();
}

const queue = [...chosen];
await Promise.all(Array.from({ length: WORKERS }, () => work(queue)));

const score = (judgedCount - survivedCount) / judgedCount;
const tookS = Math.round((performance.now() - startedAt) / 1_000);
console.log(
  `noticed ${(score * 100).toFixed(1)} % of ${judgedCount} (${hungCount} by hanging) in ${tookS} s; aim ${AIM * 100} %`,
);
process.exit(score >= AIM ? 0 : 1);
