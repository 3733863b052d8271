export { memoryCluster, type MemoryCluster } from './memoryCluster.js';
export { redisCluster, type RedisClusterOptions } from './redisCluster.js';
export type { Cluster } from '../gateway/cluster/clusterStore.js';
export { HeartbeatOptionError } from '../protocol/options/optionError.js';
