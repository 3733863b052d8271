// What the gateway aims at: costs as ratios within one interleaved run, and what a minute with thousands of peers must look like.

export const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
/** Where noise only ever adds: the rounds that it spared. */
const lowerQuarter = (values) => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 4)];

/** The middle of the ratios of rounds that were measured at the same time. */
const ratio = (ours, theirs) => middle(ours.map((value, round) => value / theirs[round]));

/** Each aim: what it is called, what was measured, and whether it holds. */
export function judgeCosts({ plain, recipe, jsonRecipe, ours, timers, oursPinged, lag, accepts }) {
  return [
    // docs/what-a-heartbeat-costs.md: what a JSON frame and an even spread cost, and why they are paid.
    told('CPU on silent peers, × the ws README recipe (control pings)', ratio(ours.cpu, recipe.cpu)),
    atMost('CPU on silent peers, × the recipe with JSON pings', ratio(ours.cpu, jsonRecipe.cpu), 1.35),
    atMost('CPU on peers that ping, × a timer per socket', ratio(oursPinged.cpu, timers.cpu), 0.65),
    atMost('longest event-loop delay, × the recipe', lowerQuarter(lag.ours) / lowerQuarter(lag.recipe), 0.1),
    atMost('heap a connection over plain ws, bytes', middle(ours.heap) - middle(plain.heap), 400),
    atMost('resident memory, × the recipe', ratio(ours.rss, recipe.rss), 1.1),
    atMost('CPU of an accept, × plain ws', lowerQuarter(accepts.ours.cpu) / lowerQuarter(accepts.plain.cpu), 1 / 0.9),
  ];
}

/** What accepts cost a server that holds thousands of connections already, beside plain ws with as many. */
export const judgeStanding = ({ plain, ours }) => [
  atLeast('accepts a second through `wss`, × plain ws', 1 / ratio(ours.ms, plain.ms), 0.9),
  atMost('CPU of an accept through `wss`, × plain ws', ratio(ours.cpu, plain.cpu), 1.2),
];

export function judgeMinute(minute, { count, intervalMs, minuteMs }) {
  return [
    atLeast('connections open after the minute', minute.openAfterMinute, count),
    atMost('timers in use', minute.timers, 5),
    atMost('busiest 100 ms, × its fair share of pings', minute.busiestShare, 3),
    atLeast('pings in the minute, × what is due', minute.pings / ((count * minuteMs) / intervalMs), 0.95),
    atLeast('frozen and terminated, of those frozen', minute.reaped / minute.frozen, 1),
    // The clients see a ping some milliseconds after it was sent, and count from there.
    atLeast('soonest end after the unanswered ping, × timeout', minute.fastestReapMs / minute.timeoutMs, 0.99),
    atMost('latest, ms over the timeout', minute.slowestReapMs - minute.timeoutMs, intervalMs / 10),
    atMost('others lost', minute.lostAwake, 0),
  ];
}

/** What statistics and alerts cost, beside the same gateway without them. */
export function judgeStatistics({ answering, pinging, memory, answersMs, longestDelayMs }, { count }) {
  const [withThem, without] = memory.map(({ heapUsed, arrayBuffers }) => heapUsed + arrayBuffers);
  return [
    atMost('CPU on silent peers, × without statistics', ratio(...answering), 1.1),
    atMost('CPU on peers that ping, × without statistics', ratio(...pinging), 1.1),
    atMost('heap of two days of statistics, bytes a connection', (withThem - without) / count, 300),
    ...Object.entries(answersMs).map(([query, ms]) => atMost(`GET /stats?${query}, ms`, middle(ms), 20)),
    atMost('longest event-loop delay under them, ms', lowerQuarter(longestDelayMs), 20),
  ];
}

/** No aim: see docs/what-a-heartbeat-costs.md. */
const told = (what, value) => ({ what, value, aim: null, holds: true });
const atMost = (what, value, aim) => ({ what, value, aim: `≤ ${Number(aim.toFixed(2))}`, holds: value <= aim });
const atLeast = (what, value, aim) => ({ what, value, aim: `≥ ${aim}`, holds: value >= aim });
