// Servers under swarms, and what the ones cost under the others.
import { setTimeout as sleep } from 'node:timers/promises';
import { contenders as known } from './contenders.mjs';
import { startProcess } from './process.mjs';

/** A server and its swarm, connected. `isPinging`: the clients ping, too, as browsers with our client do. */
async function startPair({ name, isPinging }, { count, intervalMs, timeoutMs = 3 * intervalMs }) {
  const server = startProcess('./server.mjs', [name, String(intervalMs), String(timeoutMs)], known[name].execArgv);
  const swarm = startProcess('./swarm.mjs');
  const end = () => Promise.all([server.end(), swarm.end()]);
  const { port, path, heapUsed } = await server.ask('ready');
  return {
    server,
    swarm,
    end,
    async connect() {
      await server.ask('begin');
      await swarm.ask('dial', { port, path, count });
      const { cpuMs } = await server.ask('measure');
      if (isPinging) await swarm.ask('beat', { intervalMs });
      return cpuMs / count;
    },
    /** From now on the clients ping by themselves. */
    beat: () => swarm.ask('beat', { intervalMs }),
    port,
    /** Processor time of the server in a window, and the heartbeats that it bought: those that clients answer, or send. */
    async window(ms, kind = isPinging ? 'sent' : 'answered') {
      const before = await swarm.ask('beats');
      await server.ask('begin');
      await sleep(ms);
      const { cpuMs, lagMaxMs } = await server.ask('measure');
      const { answered, sent } = await swarm.ask('beats');
      const beats = kind === 'sent' ? sent - before.sent : answered - before.answered;
      return { cpuPerThousand: (cpuMs * 1_000) / beats, lagMaxMs };
    },
    async memory() {
      const full = await server.ask('memory');
      if (full.open !== count) throw new Error(`${name}: ${full.open} of ${count} connections are left`);
      return { heapPerConnection: (full.heapUsed - heapUsed) / count, ...full };
    },
  };
}

/** Acts on servers, each with its swarm, and ends them all. */
export async function withPairs(contenders, world, act) {
  const pairs = await Promise.all(contenders.map((contender) => startPair(contender, world)));
  try {
    return await act(pairs);
  } finally {
    await Promise.all(pairs.map(({ end }) => end()));
  }
}

/**
 * What each contender costs while all of them run side by side: whatever else the machine does disturbs all alike, which
 * no order of turns achieves. Processor time, not time: they wait for each other.
 */
export function runSideBySide(contenders, world) {
  return withPairs(contenders, world, async (pairs) => {
    const cpuPerAccept = await Promise.all(pairs.map((pair) => pair.connect()));
    // Every peer has been pinged once, so what is measured is the steady state.
    await sleep(1.5 * world.intervalMs);
    const windows = [];
    for (let index = 0; index < world.windows; index += 1) {
      windows.push(await Promise.all(pairs.map((pair) => pair.window(world.windowMs))));
    }
    const memory = await Promise.all(pairs.map((pair) => pair.memory()));
    return contenders.map((contender, index) => ({
      contender,
      cpuPerAccept: cpuPerAccept[index],
      cpuPerThousand: windows.map((window) => window[index].cpuPerThousand),
      ...memory[index],
    }));
  });
}

/** The longest delay of one contender’s event loop in each of a few intervals, with the machine to itself. */
export function runAlone(contender, world) {
  return withPairs([contender], world, async ([pair]) => {
    await pair.connect();
    await sleep(1.5 * world.intervalMs);
    const lagMaxMs = [];
    for (let index = 0; index < world.windows; index += 1)
      lagMaxMs.push((await pair.window(world.intervalMs)).lagMaxMs);
    return lagMaxMs;
  });
}

/** Ours through a minute, in which one in a hundred freezes: who stays, who goes and when, how evenly it pings. */
export function runMinute({ count, intervalMs, minuteMs }) {
  const timeoutMs = 2 * intervalMs;
  const world = { count, intervalMs, timeoutMs };
  return withPairs([{ name: 'ours', isPinging: false }], world, async ([{ server, swarm, connect }]) => {
    await connect();
    await sleep(intervalMs);
    await swarm.ask('clearBins');
    await server.ask('begin');
    await sleep(minuteMs);
    const { busiest, total, lagMaxMs } = await swarm.ask('bins');
    const steady = await server.ask('measure');
    await swarm.ask('freeze', { count: count / 100 });
    await sleep(timeoutMs + 2.5 * intervalMs);
    const ends = await swarm.ask('ends');
    const reaped = ends.frozen.filter((ms) => ms !== null);
    return {
      openAfterMinute: steady.open,
      timers: steady.timers,
      busiestShare: busiest / (count / (intervalMs / 100)),
      pings: total,
      frozen: count / 100,
      reaped: reaped.length,
      fastestReapMs: Math.min(...reaped),
      slowestReapMs: Math.max(...reaped),
      lostAwake: ends.lostAwake,
      /** The longest that either process did not run: what is bunched by that says nothing of the gateway. */
      stallMs: { server: steady.lagMaxMs, swarm: lagMaxMs },
      timeoutMs,
    };
  });
}
