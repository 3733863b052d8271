// What the gateway aims at: costs as ratios within one interleaved run, and what a minute with a crowd must look like.

/** Each aim: what it is called, what was measured, and whether it holds. */
export function judgeCosts(medians) {
  const { plain, recipe, ours, timers, oursPinged } = medians;
  return [
    atMost('CPU on silent peers, × the ws README recipe', ours.cpuPerThousand / recipe.cpuPerThousand, 1.1),
    atMost('CPU on peers that ping, × a timer per socket', oursPinged.cpuPerThousand / timers.cpuPerThousand, 0.65),
    atMost('longest event-loop delay, × the recipe', ours.lagMaxMs / recipe.lagMaxMs, 0.1),
    atMost('heap a connection over plain ws, bytes', ours.heapPerConnection - plain.heapPerConnection, 400),
    atMost('resident memory, × plain ws', ours.rssPerConnection / plain.rssPerConnection, 1.1),
    atLeast('accepts a second, × plain ws', ours.perSecond / plain.perSecond, 0.9),
  ];
}

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

const atMost = (what, value, aim) => ({ what, value, aim: `≤ ${aim}`, holds: value <= aim });
const atLeast = (what, value, aim) => ({ what, value, aim: `≥ ${aim}`, holds: value >= aim });
