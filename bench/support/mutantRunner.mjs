// Runs test/machine against one mutant after the other, as `mutate.mjs` sends them. A process of its own: a mutant may
// turn a loop into an endless one, and then the whole process is thrown away. Nothing is written to disk.
import { createVitest } from 'vitest/node';

let mutant;

const vitest = await createVitest(
  'test',
  {
    config: false,
    root: process.cwd(),
    watch: false,
    include: ['test/machine/**/*.test.ts'],
    pool: 'threads',
    maxWorkers: 1,
    bail: 1,
    silent: true,
    reporters: [{}],
  },
  {
    configFile: false,
    plugins: [
      {
        name: 'mutant',
        enforce: 'pre',
        transform: (code, id) => {
          if (!mutant || !id.endsWith(mutant.file)) return undefined;
          return { code: code.slice(0, mutant.start) + mutant.text + code.slice(mutant.end), map: null };
        },
      },
    ],
  },
);
await vitest.standalone();

const isWalk = ({ moduleId }) => moduleId.includes('reachability');

async function pass(specs, exploreMs) {
  process.env.EXPLORE_MS = String(exploreMs);
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specs);
  return unhandledErrors.length === 0 && testModules.every((module) => module.ok());
}

async function survives() {
  const specs = await vitest.globTestSpecifications();
  // The walk through all states takes its time whatever happens: last, so that a mutant mostly dies before it. On a busy
  // machine a short walk may not get far enough to be content: what only the walk notices has to fail a long one, too.
  if (
    !(await pass(
      specs.filter((spec) => !isWalk(spec)),
      300,
    ))
  )
    return false;
  return (await pass(specs.filter(isWalk), 300)) || pass(specs.filter(isWalk), 1_500);
}

async function judge(next) {
  const touched = [mutant?.file, next?.file].filter(Boolean);
  mutant = next;
  for (const file of touched) vitest.invalidateFile(`${process.cwd()}/${file}`);
  let isAlive = false;
  try {
    isAlive = await survives();
  } catch {
    // A mutant that cannot even be loaded is dead.
  }
  process.send({ isAlive });
}

process.on('message', (next) => void judge(next));
process.on('disconnect', () => process.exit());
process.send({ isReady: true });
