import { waitFor } from '../waitFor.js';
import { startRedis, type RedisServer, type Release } from './redisServer.js';

/** The name by which clients ask a Sentinel for the Redis that takes writes. */
export const SENTINEL_NAME = 'heartbeat';

/** Two Redis, of which the second follows the first, and a Sentinel that puts it in its place when the first is gone. */
export interface WatchedRedis {
  readonly first: RedisServer;
  readonly second: RedisServer;
  readonly sentinel: RedisServer;
}

/** Starts them; they end with the test. */
export async function startSentinel(release?: Release): Promise<WatchedRedis> {
  const first = await startRedis(release);
  const second = await startRedis(release, [`replicaof 127.0.0.1 ${first.port}`]);
  await waitFor('the second Redis to follow', async () =>
    (await second.command('INFO', 'replication')).includes('master_link_status:up'),
  );
  const watch = `sentinel monitor ${SENTINEL_NAME} 127.0.0.1 ${first.port} 1`;
  const after = `sentinel down-after-milliseconds ${SENTINEL_NAME} 1000`;
  const within = `sentinel failover-timeout ${SENTINEL_NAME} 5000`;
  const sentinel = await startRedis(release, [watch, after, within], 'sentinel');
  await waitFor('the Sentinel to know both', async () =>
    (await sentinel.command('SENTINEL', 'replicas', SENTINEL_NAME)).includes(String(second.port)),
  );
  return { first, second, sentinel };
}

/** Starts a Redis Cluster of one node, which refuses scripts whose keys are not all in one slot. It ends with the test. */
export async function startRedisCluster(release?: Release): Promise<RedisServer> {
  const redis = await startRedis(release, ['cluster-enabled yes', 'cluster-announce-ip 127.0.0.1']);
  await redis.command('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
  await waitFor('the cluster', async () => (await redis.command('CLUSTER', 'INFO')).includes('cluster_state:ok'));
  return redis;
}
