// `npm run bench:gateway`: what 10 000 connections cost our gateway, and others, interleaved. Ends with 1 when an aim is
// missed. BENCH_COUNT, BENCH_ROUNDS and BENCH_ONLY=minute|costs|standing|statistics make it smaller.
import { runAccepts } from './gateway/accepts.mjs';
import { judgeCosts, judgeMinute, judgeStanding, judgeStatistics, middle } from './gateway/aims.mjs';
import { runAlone, runMinute, runSideBySide } from './gateway/run.mjs';
import { runStatistics } from './gateway/statistics.mjs';

const count = Number(process.env.BENCH_COUNT ?? 10_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 2);
const only = process.env.BENCH_ONLY;
const world = {
  count,
  intervalMs: 5_000,
  windows: 4,
  windowMs: 10_000,
  minuteMs: 60_000,
  acceptCount: Math.min(600, count),
  acceptRounds: 12,
  standing: Math.min(8_000, count),
};

/** A bin of the pings' histogram: a longer stall empties one and fills the next. */
const MAX_STALL_MS = 100;

/** Peers that answer and else are silent; peers that ping by themselves, as browsers with our client do. */
const silent = ['plain', 'recipe', 'recipe, JSON', 'ours', 'engine.io'].map((name) => ({ name, isPinging: false }));
const pinging = ['timer per socket', 'ours'].map((name) => ({ name, isPinging: true }));

const titleOf = ({ name, isPinging }) => (isPinging ? `${name}, peers ping` : name);

async function costs() {
  const results = new Map(
    [...silent, ...pinging].map((contender) => [titleOf(contender), { cpu: [], heap: [], rss: [] }]),
  );
  const lag = { recipe: [], ours: [] };
  for (let round = 1; round <= rounds; round += 1) {
    for (const group of [silent, pinging]) {
      for (const { contender, cpuPerThousand, heapPerConnection, rss } of await runSideBySide(group, world)) {
        const result = results.get(titleOf(contender));
        result.cpu.push(...cpuPerThousand);
        result.heap.push(heapPerConnection);
        result.rss.push(rss);
      }
    }
    for (const name of Object.keys(lag)) lag[name].push(...(await runAlone({ name, isPinging: false }, world)));
  }
  const [plainAccepts, oursAccepts] = await runAccepts(['plain', 'ours'], { ...world, standing: 0 });
  console.log(`Side by side, ${count} connections each, middle of ${rounds} rounds`);
  for (const [title, { cpu, heap, rss }] of results) {
    const beats = Number.isFinite(middle(cpu))
      ? `${middle(cpu).toFixed(1)} ms CPU a thousand heartbeats`
      : 'no heartbeats';
    const memory = `heap ${middle(heap).toFixed(0)} B a connection, resident ${(middle(rss) / 1e6).toFixed(0)} MB`;
    console.log(`${title.padEnd(30)} ${beats}, ${memory}`);
  }
  console.log(`longest delays, ms: ours ${middle(lag.ours).toFixed(1)}, the recipe ${middle(lag.recipe).toFixed(1)}`);
  console.log(
    `an accept, µs CPU: ours ${middle(oursAccepts.cpu).toFixed(0)}, plain ${middle(plainAccepts.cpu).toFixed(0)}`,
  );
  return judgeCosts({
    plain: results.get('plain'),
    recipe: results.get('recipe'),
    jsonRecipe: results.get('recipe, JSON'),
    ours: results.get('ours'),
    timers: results.get('timer per socket, peers ping'),
    oursPinged: results.get('ours, peers ping'),
    lag,
    accepts: { plain: plainAccepts, ours: oursAccepts },
  });
}

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

async function standing() {
  const [plain, ours] = await runAccepts(['plain', 'ours, wss'], world);
  for (const [name, { ms, cpu }] of Object.entries({ plain, ours })) {
    const perSecond = ((world.acceptCount * 1_000) / middle(ms)).toFixed(0);
    console.log(
      `${name}, with ${world.standing} connections: ${perSecond} accepts a second, ${middle(cpu).toFixed(0)} µs CPU each`,
    );
  }
  return judgeStanding({ plain, ours });
}

async function statistics() {
  const measured = await runStatistics(world);
  const { longestDelayMs, answersMs } = measured;
  const beats = [measured.answering, measured.pinging].map(([withThem, without]) =>
    [withThem, without].map((cpu) => middle(cpu).toFixed(1)).join(' and '),
  );
  console.log(`with statistics and without: ${beats[0]} ms CPU a thousand heartbeats, peers that ping ${beats[1]}`);
  const slowest = Math.max(...Object.values(answersMs).flat());
  console.log(
    `GET /stats: slowest ${slowest.toFixed(0)} ms, event loop at most ${Math.max(...longestDelayMs)} ms late`,
  );
  return judgeStatistics(measured, world);
}

const aims = [];
if (only === undefined || only === 'minute') aims.push(...judgeMinute(await quietMinute(), world));
if (only === undefined || only === 'costs') aims.push(...(await costs()));
if (only === undefined || only === 'standing') aims.push(...(await standing()));
if (only === undefined || only === 'statistics') aims.push(...(await statistics()));
console.log('');
for (const { what, value, aim, holds } of aims) {
  const verdict = aim === null ? 'told  ' : holds ? 'holds ' : 'MISSED';
  console.log(`${verdict}  ${what}: ${Number(value.toFixed(3))}${aim === null ? '' : ` (aim ${aim})`}`);
}
// Servers that were measured in this process go on listening.
process.exit(aims.every(({ holds }) => holds) ? 0 : 1);
