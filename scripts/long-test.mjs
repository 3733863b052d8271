// `npm run fuzz`, `npm run soak`, `npm run idle`: the tests of these names, for longer than CI has time for. FUZZ_SEED,
// FUZZ_FACTOR, SOAK_MS and IDLE_MS in the environment overrule what is chosen here; a failed fuzz prints the seed to repeat it with.
import { spawnSync } from 'node:child_process';

const HALF_AN_HOUR_MS = 1_800_000;
const TEN_MINUTES_MS = 600_000;
const settings = {
  fuzz: { FUZZ_SEED: String(Math.floor(Math.random() * 2 ** 32)), FUZZ_FACTOR: '20' },
  soak: { SOAK_MS: String(HALF_AN_HOUR_MS) },
  idle: { IDLE_MS: String(TEN_MINUTES_MS) },
};

const [name] = process.argv.slice(2);
if (!Object.hasOwn(settings, name)) {
  console.error(`usage: node scripts/long-test.mjs ${Object.keys(settings).join('|')}`);
  process.exit(2);
}
const env = { ...settings[name], ...process.env };
const args = ['vitest', 'run', '--project', 'unit', `test/long/${name}.test.ts`];
process.exit(
  spawnSync('npx', ['--no-install', ...args], { stdio: 'inherit', env, shell: process.platform === 'win32' }).status ??
    1,
);
