// `npm run bench:gateway`: what 10 000 connections cost our gateway, and others, interleaved. Ends with 1 when an aim is
// missed. BENCH_COUNT, BENCH_ROUNDS and BENCH_ONLY=minute|costs make it smaller.
import { judgeCosts, judgeMinute } from './gateway/aims.mjs';
import { runCosts, runMinute } from './gateway/run.mjs';

const count = Number(process.env.BENCH_COUNT ?? 10_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const only = process.env.BENCH_ONLY;
const world = { count, intervalMs: 5_000, windowMs: 15_000, minuteMs: 60_000 };

/** A bin of the pings' histogram: a longer stall empties one and fills the next. */
const MAX_STALL_MS = 100;

const silent = ['plain', 'recipe', 'ours', 'engine.io'].map((name) => ({ name, isPinging: false }));
const pinging = ['timer per socket', 'ours'].map((name) => ({ name, isPinging: true }));

const titleOf = ({ name, isPinging }) => (isPinging ? `${name}, peers ping` : name);
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];

async function costs() {
  const results = new Map();
  for (let round = 1; round <= rounds; round += 1) {
    for (const contender of [...silent, ...pinging]) {
      const result = await runCosts(contender.name, { ...world, isPinging: contender.isPinging });
      const title = titleOf(contender);
      results.set(title, [...(results.get(title) ?? []), result]);
      console.log(`round ${round}, ${title}: ${describe(result)}`);
    }
  }
  const medians = new Map(
    [...results].map(([title, list]) => [
      title,
      Object.fromEntries(Object.keys(list[0]).map((key) => [key, median(list.map((result) => result[key]))])),
    ]),
  );
  console.log(`\nMedians of ${rounds} rounds, ${count} connections`);
  for (const [title, result] of medians) console.log(`${title.padEnd(30)} ${describe(result)}`);
  return judgeCosts({
    plain: medians.get('plain'),
    recipe: medians.get('recipe'),
    ours: medians.get('ours'),
    timers: medians.get('timer per socket, peers ping'),
    oursPinged: medians.get('ours, peers ping'),
  });
}

const describe = ({ cpuPerThousand, heapPerConnection, rssPerConnection, lagMaxMs, perSecond }) =>
  `${cpuPerThousand.toFixed(1)} ms CPU a thousand heartbeats, heap ${heapPerConnection.toFixed(0)} B, ` +
  `resident ${rssPerConnection.toFixed(0)} B, delay ≤ ${lagMaxMs.toFixed(1)} ms, ${perSecond.toFixed(0)} accepts/s`;

/** A minute in which the machine itself stood still is no measurement: it is tried again, three times in all. */
async function quietMinute() {
  let minute;
  for (let tries = 0; tries < 3; tries += 1) {
    minute = await runMinute(world);
    const { server, swarm } = minute.stallMs;
    const stalls = `longest stall of the server ${server.toFixed(0)} ms, of the clients ${swarm.toFixed(0)} ms`;
    console.log(`a minute with ${count} connections; ${stalls}`);
    if (Math.max(server, swarm) < MAX_STALL_MS) return minute;
  }
  return minute;
}

const aims = [];
if (only !== 'costs') aims.push(...judgeMinute(await quietMinute(), world));
if (only !== 'minute') aims.push(...(await costs()));
console.log('');
for (const { what, value, aim, holds } of aims) {
  console.log(`${holds ? 'holds ' : 'MISSED'}  ${what}: ${Number(value.toFixed(3))} (aim ${aim})`);
}
process.exitCode = aims.every(({ holds }) => holds) ? 0 : 1;
