// What an accept costs, beside plain ws: both servers in this process, so that the same engine in the same state runs both,
// dialled in turn by crowds of a process of their own. Not one heartbeat falls into it.
import { startProcess } from './process.mjs';
import { contenders } from './contenders.mjs';

const NO_BEAT = { intervalMs: 600_000, timeoutMs: 1_200_000 };
/** The first ones warm up. */
const WARM_UP = 2;

/** Microseconds of processor time an accept, by contender and round. */
export async function runAccepts(names, { acceptCount, acceptRounds }) {
  const servers = await Promise.all(names.map((name) => contenders[name].start(NO_BEAT)));
  const costs = names.map(() => []);
  for (let round = -WARM_UP; round < acceptRounds; round += 1) {
    const order = [...names.keys()];
    if (round % 2 !== 0) order.reverse();
    for (const index of order) {
      const swarm = startProcess('./swarm.mjs');
      await swarm.ask('beats');
      const before = process.cpuUsage();
      await swarm.ask('dial', { port: servers[index].port, path: '/', count: acceptCount });
      const { user, system } = process.cpuUsage(before);
      await swarm.end();
      if (round >= 0) costs[index].push((user + system) / acceptCount);
    }
  }
  return costs;
}
