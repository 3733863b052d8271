import { bySha, type OpenCommands } from './commands.js';

/** What is used of a client of `ioredis` 5 or 6: a `Redis` or a `Cluster`. */
export interface IoredisClient {
  duplicate(...options: never[]): IoredisClient;
  evalsha(sha: string, keyCount: number, ...keysAndArgs: string[]): Promise<unknown>;
  eval(script: string, keyCount: number, ...keysAndArgs: string[]): Promise<unknown>;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  disconnect(): void;
  readonly isCluster?: boolean;
}

/** How long a connection may take to open. */
const CONNECT_TIMEOUT_MS = 4_000;

/**
 * Each connection is tried once: the caller owns the retries, so that no queue grows while Redis is away. That is also why
 * the application's own connection is not used.
 */
const ONCE = {
  lazyConnect: true,
  enableOfflineQueue: true,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  connectTimeout: CONNECT_TIMEOUT_MS,
  retryStrategy: () => null,
};
const ONCE_IN_CLUSTER = { lazyConnect: true, enableOfflineQueue: true, clusterRetryStrategy: () => null };

/** Opens connections like that of an `ioredis` client. */
export const openIoredis =
  (client: IoredisClient): OpenCommands =>
  () => {
    // A cluster takes its nodes first; none keeps those it has.
    const options = (client.isCluster ? [[], ONCE_IN_CLUSTER] : [ONCE]) as never[];
    const own = client.duplicate(...options);
    // The commands report what is wrong. Without a listener, the library writes errors to the console.
    own.on('error', () => {});
    return {
      run: ({ sha, text }, keys, args) =>
        bySha(
          (...both) => own.evalsha(sha, keys.length, ...both.flat()),
          (...both) => own.eval(text, keys.length, ...both.flat()),
          keys,
          args,
        ),
      close: () => own.disconnect(),
    };
  };
