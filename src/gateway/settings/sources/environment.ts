import { LOG_LEVELS } from '../../../admin/schemas/settingValues.js';
import { MAX_ADMIT_PER_SECOND, MAX_INTERVAL_MS, MAX_TIMEOUT_MS, MIN_MS } from '../../../admin/bounds.js';
import { HeartbeatOptionError } from '../../../protocol/options/optionError.js';
import { checkInteger } from '../../../protocol/options/optionRules.js';
import type { LogLevel, SettingsLayer } from './settingValues.js';

/** `process.env`, or something like it. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings from `HEARTBEAT_INTERVAL_MS`, `HEARTBEAT_TIMEOUT_MS`, `HEARTBEAT_ADMIT_PER_SECOND` and
 * `HEARTBEAT_LOG_LEVEL`. An empty variable counts as unset, because compose files write unset ones that way. The bounds are
 * those of the file and of operators; only code may go below.
 * @throws HeartbeatOptionError naming the variable.
 */
export function readSettings(env: EnvironmentVariables): SettingsLayer {
  return {
    intervalMs: readInteger(env, 'HEARTBEAT_INTERVAL_MS', MILLISECONDS, MIN_MS, MAX_INTERVAL_MS),
    timeoutMs: readInteger(env, 'HEARTBEAT_TIMEOUT_MS', MILLISECONDS, MIN_MS, MAX_TIMEOUT_MS),
    admitPerSecond: readInteger(env, 'HEARTBEAT_ADMIT_PER_SECOND', COUNT, 1, MAX_ADMIT_PER_SECOND),
    logLevel: readLogLevel(env, 'HEARTBEAT_LOG_LEVEL'),
  };
}

/**
 * Reads `HEARTBEAT_PROXY_IDLE_TIMEOUT_MS`: the proxy is set up with the deployment, not with the code.
 * @throws HeartbeatOptionError naming the variable.
 */
export const readProxyIdle = (env: EnvironmentVariables): number | undefined =>
  readInteger(env, 'HEARTBEAT_PROXY_IDLE_TIMEOUT_MS', MILLISECONDS);

/**
 * A variable without the white space around it; undefined where it is unset or empty. `env` may come from JavaScript, which
 * puts numbers into it.
 * @throws HeartbeatOptionError naming the variable.
 */
export function readText(env: EnvironmentVariables, name: string): string | undefined {
  const text: unknown = env[name];
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw new HeartbeatOptionError(name, 'text, as variables of the environment are', text);
  return text.trim() || undefined;
}

const MILLISECONDS = 'whole milliseconds in digits, e.g. 25000';
const COUNT = 'a whole number in digits, e.g. 500';

function readInteger(env: EnvironmentVariables, name: string, rule: string, min = 1, max?: number): number | undefined {
  const text = readText(env, name);
  if (text === undefined) return undefined;
  // Number() would also accept '0x10' and '1e3', which are most likely mistakes.
  if (!/^\d{1,12}$/.test(text)) throw new HeartbeatOptionError(name, rule, text);
  return checkInteger(name, Number(text), min, max);
}

function readLogLevel(env: EnvironmentVariables, name: string): LogLevel | undefined {
  const text = readText(env, name);
  if (text === undefined) return undefined;
  const level = LOG_LEVELS.find((known) => known === text.toLowerCase());
  if (level === undefined) throw new HeartbeatOptionError(name, `one of ${LOG_LEVELS.join(', ')}`, text);
  return level;
}
