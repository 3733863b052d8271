// One run: a server, a swarm, and what the one costs under the other.
import { setTimeout as sleep } from 'node:timers/promises';
import { startProcess } from './process.mjs';

/** Costs of one contender. `isPinging`: the clients ping, too, as browsers with our client do. */
export async function runCosts(name, { count, intervalMs, windowMs, isPinging }) {
  const server = startProcess('./server.mjs', [name, String(intervalMs), String(3 * intervalMs)]);
  const swarm = startProcess('./swarm.mjs');
  try {
    const empty = await server.ask('ready');
    const { perSecond } = await swarm.ask('dial', { port: empty.port, path: empty.path, count });
    if (isPinging) await swarm.ask('beat', { intervalMs });
    // Everybody has been pinged once, so what is measured is the steady state.
    await sleep(1.5 * intervalMs);
    await server.ask('begin');
    await sleep(windowMs);
    const measured = await server.ask('measure');
    const full = await server.ask('memory');
    if (full.open !== count) throw new Error(`${name}: ${full.open} of ${count} connections are left`);
    return {
      cpuPerThousand: measured.cpuMs / ((count * measured.tookMs) / intervalMs / 1_000),
      heapPerConnection: (full.heapUsed - empty.heapUsed) / count,
      rssPerConnection: (full.rss - empty.rss) / count,
      lagMaxMs: measured.lagMaxMs,
      perSecond,
    };
  } finally {
    await Promise.all([server.end(), swarm.end()]);
  }
}

/** Ours through a minute, in which one in a hundred freezes: who stays, who goes and when, how evenly it pings. */
export async function runMinute({ count, intervalMs, minuteMs }) {
  const timeoutMs = 2 * intervalMs;
  const server = startProcess('./server.mjs', ['ours', String(intervalMs), String(timeoutMs)]);
  const swarm = startProcess('./swarm.mjs');
  try {
    const { port, path } = await server.ask('ready');
    await swarm.ask('dial', { port, path, count });
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
  } finally {
    await Promise.all([server.end(), swarm.end()]);
  }
}
