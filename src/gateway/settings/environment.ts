import { HeartbeatOptionError } from '../../protocol/optionError.js';
import { checkDuration, type TimingLayer } from './optionRules.js';

/** `process.env`, or something like it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the timing from `HEARTBEAT_INTERVAL_MS` and `HEARTBEAT_TIMEOUT_MS`. Empty is unset, as compose files write it.
 * @throws HeartbeatOptionError naming the variable.
 */
export function readTiming(env: Environment): TimingLayer {
  return {
    intervalMs: readDuration(env, 'HEARTBEAT_INTERVAL_MS'),
    timeoutMs: readDuration(env, 'HEARTBEAT_TIMEOUT_MS'),
  };
}

/**
 * Reads `HEARTBEAT_PROXY_IDLE_TIMEOUT_MS`, which whoever sets up the proxy knows best.
 * @throws HeartbeatOptionError naming the variable.
 */
export const readProxyIdle = (env: Environment): number | undefined =>
  readDuration(env, 'HEARTBEAT_PROXY_IDLE_TIMEOUT_MS');

function readDuration(env: Environment, name: string): number | undefined {
  const text = env[name]?.trim();
  if (text === undefined || text === '') return undefined;
  // Number() would take '0x10', '1e3' and ' ', of which one is likely meant.
  if (!/^\d{1,12}$/.test(text)) throw new HeartbeatOptionError(name, 'whole milliseconds in digits, e.g. 25000', text);
  return checkDuration(name, Number(text));
}
