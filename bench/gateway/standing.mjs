// What an accept costs a server that holds thousands of connections, beside plain ws: both servers in this process, each
// with its crowd, dialled in turn. What a server does for every connection it has, at each new one, shows here and nowhere
// else.
import { startProcess } from './process.mjs';
import { contenders } from './contenders.mjs';

const NO_BEAT = { intervalMs: 600_000, timeoutMs: 1_200_000 };
/** The first ones warm up. */
const WARM_UP = 2;

/** By contender: the milliseconds that each round took, and its microseconds of processor time an accept. */
export async function runStanding(names, { standing, acceptCount, acceptRounds }) {
  const servers = [];
  const crowds = [];
  for (const name of names) {
    const server = await contenders[name].start(NO_BEAT);
    const crowd = startProcess('./swarm.mjs');
    await crowd.ask('dial', { port: server.port, path: '/', count: standing });
    servers.push(server);
    crowds.push(crowd);
  }
  const costs = names.map(() => ({ ms: [], cpu: [] }));
  for (let round = -WARM_UP; round < acceptRounds; round += 1) {
    const order = [...names.keys()];
    if (round % 2 !== 0) order.reverse();
    for (const index of order) {
      const swarm = startProcess('./swarm.mjs');
      await swarm.ask('beats');
      const before = process.cpuUsage();
      const startedAt = performance.now();
      await swarm.ask('dial', { port: servers[index].port, path: '/', count: acceptCount });
      const ms = performance.now() - startedAt;
      const { user, system } = process.cpuUsage(before);
      await swarm.end();
      if (round < 0) continue;
      costs[index].ms.push(ms);
      costs[index].cpu.push((user + system) / acceptCount);
    }
  }
  await Promise.all(crowds.map((crowd) => crowd.end()));
  return costs;
}
