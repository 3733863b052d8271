import { bySha, type OpenCommands } from './commands.js';

/** What is used of a client of `redis` (node-redis) 5 or 6: a client, a cluster or a Sentinel. */
export interface NodeRedisClient {
  duplicate(overrides?: never): NodeRedisClient;
  connect(): Promise<unknown>;
  evalSha(sha: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  destroy(): void;
  readonly options?: { readonly socket?: object } | undefined;
}

/** How long a connection may take to open. */
const CONNECT_TIMEOUT_MS = 4_000;

/**
 * Opens connections like that of a node-redis client. Each is tried once: the caller owns the retries, so that no queue
 * grows while Redis is away. That is also why the application's own connection is not used.
 */
export const openNodeRedis =
  (client: NodeRedisClient): OpenCommands =>
  () => {
    const socket = { ...client.options?.socket, reconnectStrategy: false, connectTimeout: CONNECT_TIMEOUT_MS };
    const own = client.duplicate({ socket } as never);
    // The commands report what is wrong. Without a listener, an error would end the process.
    own.on('error', () => {});
    const connected = own.connect();
    connected.catch(() => {});
    const toOptions = (keys: readonly string[], args: readonly string[]) => ({ keys: [...keys], arguments: [...args] });
    return {
      async run({ sha, text }, keys, args) {
        await connected;
        return bySha(
          (...both) => own.evalSha(sha, toOptions(...both)),
          (...both) => own.eval(text, toOptions(...both)),
          keys,
          args,
        );
      },
      close() {
        try {
          own.destroy();
        } catch {
          // A connection that never opened cannot be destroyed. It opens later at worst, and is destroyed then.
          connected.then(() => own.destroy()).catch(() => {});
        }
      },
    };
  };
