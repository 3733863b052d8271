// One of several gateways on Redis, as a process of its own. SIGTERM drains it, as in production.
import { Redis } from 'ioredis';
import { createClient, createSentinel } from 'redis';
import { redisCluster } from '../../../src/cluster/index.js';
import { createHeartbeatGateway, fileState, memoryState } from '../../../src/gateway/index.js';

const given = JSON.parse(process.argv[2] ?? '{}') as {
  redisPort: number;
  /** The port is that of a Sentinel, which knows the Redis of this name. */
  sentinelName?: string;
  library: 'ioredis' | 'redis';
  generation: string;
  port?: number;
  statePath?: string;
  admitPerSecond?: number;
  intervalMs?: number;
};
const url = `redis://127.0.0.1:${given.redisPort}`;
const connect = async () => {
  const node = { host: '127.0.0.1', port: given.redisPort };
  const name = given.sentinelName;
  if (given.library === 'redis') {
    const client = name === undefined ? createClient({ url }) : createSentinel({ name, sentinelRootNodes: [node] });
    client.on('error', () => {});
    // Redis may be away: the application's own client connects when it can.
    void client.connect().catch(() => {});
    return client;
  }
  const client = name === undefined ? new Redis(url) : new Redis({ sentinels: [node], name });
  client.on('error', () => {});
  return client;
};
/** Connections that came in each second, for the rate at which a new gateway is filled. */
const arrivals = new Map<number, number>();

const gateway = createHeartbeatGateway({
  port: given.port ?? 0,
  host: '127.0.0.1',
  env: {},
  configFile: false,
  admin: { operatorToken: 'operator-token', viewerToken: 'viewer-token' },
  maxConnectionsPerAddress: Infinity,
  maxConnections: Infinity,
  collect: true,
  generation: given.generation,
  state: given.statePath === undefined ? memoryState() : fileState(given.statePath),
  heartbeat: { intervalMs: given.intervalMs ?? 25_000 },
  ...(given.admitPerSecond === undefined ? {} : { admitPerSecond: given.admitPerSecond }),
  cluster: redisCluster({ client: await connect() }),
  logger: { debug() {}, info() {}, warn() {}, error() {}, isLevelEnabled: () => false },
});
gateway.on('connection', () => {
  const second = Math.floor(performance.now() / 1_000);
  arrivals.set(second, (arrivals.get(second) ?? 0) + 1);
});
process.on('SIGTERM', () => {
  void gateway
    .drain({ overMs: 5_000 })
    .then(() => gateway.close())
    .then(() => process.exit(0));
});
process.on('message', () => process.send?.({ busiestSecond: Math.max(0, ...arrivals.values()) }));
await gateway.ready;
process.send?.({ id: gateway.id, port: gateway.address()?.port });
