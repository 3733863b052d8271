import { HeartbeatOptionError } from '../../protocol/options/optionError.js';
import { checkInteger } from '../../protocol/options/optionRules.js';
import { MAX_INTERVAL_MS, MAX_TIMEOUT_MS, MIN_MS } from '../../admin/bounds.js';
import type { TimingLayer } from './layeredSettings.js';

/** `process.env`, or something like it. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the timing from `HEARTBEAT_INTERVAL_MS` and `HEARTBEAT_TIMEOUT_MS`. An empty variable counts as unset, because
 * compose files write unset ones that way. The bounds are those of the file and of operators; only code may go below.
 * @throws HeartbeatOptionError naming the variable.
 */
export function readTiming(env: EnvironmentVariables): TimingLayer {
  return {
    intervalMs: readDuration(env, 'HEARTBEAT_INTERVAL_MS', MIN_MS, MAX_INTERVAL_MS),
    timeoutMs: readDuration(env, 'HEARTBEAT_TIMEOUT_MS', MIN_MS, MAX_TIMEOUT_MS),
  };
}

/**
 * Reads `HEARTBEAT_PROXY_IDLE_TIMEOUT_MS`: the proxy is set up with the deployment, not with the code.
 * @throws HeartbeatOptionError naming the variable.
 */
export const readProxyIdle = (env: EnvironmentVariables): number | undefined =>
  readDuration(env, 'HEARTBEAT_PROXY_IDLE_TIMEOUT_MS');

function readDuration(env: EnvironmentVariables, name: string, min = 1, max?: number): number | undefined {
  const text = env[name]?.trim();
  if (text === undefined || text === '') return undefined;
  // Number() would also take '0x10' and '1e3', which are most likely mistakes.
  if (!/^\d{1,12}$/.test(text)) throw new HeartbeatOptionError(name, 'whole milliseconds in digits, e.g. 25000', text);
  return checkInteger(name, Number(text), min, max);
}
