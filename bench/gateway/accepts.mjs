// What an accept costs, beside plain ws: both servers in this process, so that the same engine in the same state runs both,
// dialled in turn by processes of their own. Not one heartbeat falls into it. What a server does for every connection it
// has, at each new one, shows where connections stand already.
import { startProcess } from './process.mjs';
import { contenders } from './contenders.mjs';

const NO_HEARTBEAT = { intervalMs: 600_000, timeoutMs: 1_200_000 };
/** The first ones warm up. */
const WARM_UP = 2;

/** By contender: the milliseconds that each round took, and its microseconds of processor time an accept. */
export async function runAccepts(names, { standing = 0, acceptCount, acceptRounds }) {
  const servers = [];
  const holders = [];
  for (const name of names) {
    const server = await contenders[name].start(NO_HEARTBEAT);
    servers.push(server);
    if (standing === 0) continue;
    const holder = startProcess('./swarm.mjs');
    await holder.ask('dial', { port: server.port, path: '/', count: standing });
    holders.push(holder);
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
  await Promise.all(holders.map((holder) => holder.end()));
  return costs;
}
