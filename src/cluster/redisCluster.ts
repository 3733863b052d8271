import type { Cluster } from '../gateway/cluster/clusterStore.js';
import { HeartbeatOptionError } from '../protocol/options/optionError.js';
import { checkNames } from '../protocol/options/optionNames.js';
import type { OpenCommands } from './redis/commands.js';
import { openIoredis, type IoredisClient } from './redis/ioredis.js';
import { openNodeRedis, type NodeRedisClient } from './redis/nodeRedis.js';
import { createRedisStore } from './redis/redisStore.js';

/** What `redisCluster` takes. */
export interface RedisClusterOptions {
  /**
   * A client of `ioredis` 5 or 6, or of `redis` (node-redis) 5 or 6. The gateway opens a connection with the same
   * options, and leaves this one to the application.
   */
  readonly client: IoredisClient | NodeRedisClient;
  /** The prefix of all keys. Gateways with the same prefix are one cluster. @default 'heartbeat' */
  readonly prefix?: string | undefined;
}

const OPTIONS: Readonly<Record<keyof RedisClusterOptions, true>> = { client: true, prefix: true };
const PREFIX = /^[\w:.-]{1,100}$/;

/**
 * Makes several gateways act as one, through Redis 6 to 8, Valkey, or a compatible server.
 *
 * @throws HeartbeatOptionError for an object that is not a client, an invalid prefix, or an unknown option.
 * @example
 * import { createClient } from 'redis';
 *
 * const client = await createClient({ url: process.env.REDIS_URL }).connect();
 * createHeartbeatGateway({ port: 8080, generation: process.env.RELEASE, cluster: redisCluster({ client }) });
 */
export function redisCluster(options: RedisClusterOptions): Cluster {
  if (Object(options) !== options) throw new HeartbeatOptionError('redisCluster(options)', 'an object', options);
  checkNames('', options, OPTIONS);
  const { client, prefix = 'heartbeat' } = options;
  if (typeof prefix !== 'string' || !PREFIX.test(prefix)) {
    throw new HeartbeatOptionError('prefix', 'up to 100 letters, digits, and any of _ : . -', prefix);
  }
  const open = findAdapter(client);
  return { open: () => createRedisStore(open(), prefix) };
}

/** The two libraries name the same command differently. */
function findAdapter(client: RedisClusterOptions['client']): OpenCommands {
  if (hasMethods<NodeRedisClient>(client, 'duplicate', 'connect', 'evalSha', 'eval', 'on', 'destroy')) {
    return openNodeRedis(client);
  }
  if (hasMethods<IoredisClient>(client, 'duplicate', 'evalsha', 'eval', 'on', 'disconnect')) {
    return openIoredis(client);
  }
  const rule = 'a client of `ioredis` 5 or 6, or of `redis` 5 or 6 (`await createClient({ url }).connect()`)';
  throw new HeartbeatOptionError('client', rule, client);
}

const hasMethods = <Client>(client: unknown, ...names: (keyof Client & string)[]): client is Client =>
  typeof client === 'object' &&
  client !== null &&
  names.every((name) => typeof (client as Readonly<Record<string, unknown>>)[name] === 'function');
