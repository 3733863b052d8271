// What statistics and alerts cost a gateway with thousands of peers, two days after its start.
import { setTimeout as sleep } from 'node:timers/promises';
import { VIEWER_TOKEN } from './contenders.mjs';
import { withPairs } from './run.mjs';

const CONTENDERS = ['ours, two days old', 'ours, no statistics'].map((name) => ({ name, isPinging: false }));
const HOUR_MS = 3_600_000;
const QUERIES = [`windowMs=${HOUR_MS}`, `windowMs=${48 * HOUR_MS}`, `windowMs=${HOUR_MS}&per=gateway`];
const ASKED_EACH = 12;

/** Processor time of both gateways by window, their memory, and how long the first one takes to tell its statistics. */
export function runStatistics({ count, intervalMs, windows, windowMs }) {
  return withPairs(CONTENDERS, { count, intervalMs }, async (pairs) => {
    await Promise.all(pairs.map((pair) => pair.connect()));
    await sleep(1.5 * intervalMs);
    const costs = async (kind) => {
      const costsOf = pairs.map(() => []);
      for (let index = 0; index < windows; index += 1) {
        const both = await Promise.all(pairs.map((pair) => pair.window(windowMs, kind)));
        both.forEach(({ cpuPerThousand }, pair) => costsOf[pair].push(cpuPerThousand));
      }
      return costsOf;
    };
    const answering = await costs('answered');
    const asked = await askForStatistics(pairs[0]);
    await Promise.all(pairs.map((pair) => pair.beat()));
    await sleep(1.5 * intervalMs);
    const pinging = await costs('sent');
    return { answering, pinging, ...asked, memory: await Promise.all(pairs.map((pair) => pair.memory())) };
  });
}

async function askForStatistics({ server, port }) {
  const answersMs = Object.fromEntries(QUERIES.map((query) => [query, []]));
  const longestDelayMs = [];
  for (let time = 0; time < ASKED_EACH; time += 1) {
    await server.ask('begin');
    for (const query of QUERIES) {
      const startedAt = performance.now();
      const response = await fetch(`http://127.0.0.1:${port}/heartbeat/stats?${query}`, {
        headers: { authorization: `Bearer ${VIEWER_TOKEN}` },
      });
      const { chart } = await response.json();
      answersMs[query].push(performance.now() - startedAt);
      if (!chart.connections.values.some((value) => value > 0)) throw new Error('the statistics know of no connection');
      await sleep(50);
    }
    longestDelayMs.push((await server.ask('measure')).lagMaxMs);
  }
  return { answersMs, longestDelayMs };
}
