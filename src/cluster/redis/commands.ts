import type { Script } from './scripts.js';

/** The few commands that are needed of Redis, on a connection of their own. */
export interface RedisCommands {
  /** Runs a script. Rejects when Redis cannot be reached, or answers an error. */
  readonly run: (script: Script, keys: readonly string[], args: readonly string[]) => Promise<unknown>;
  /** Ends the connection at once. Idempotent; never throws. */
  readonly close: () => void;
}

/** Opens a connection like that of a client. */
export type OpenCommands = () => RedisCommands;

type Call = (keys: readonly string[], args: readonly string[]) => Promise<unknown>;

/** Runs a script by its name, and sends its text when Redis does not know it: after a restart, or on another node. */
export async function bySha(evalSha: Call, evalText: Call, keys: readonly string[], args: readonly string[]) {
  try {
    return await evalSha(keys, args);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return evalText(keys, args);
  }
}
