// Where the tests find programs of the operating system. No dependency: runs before `npm ci` too.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian installs servers to /usr/sbin, which is not on the PATH of an ordinary user. */
const EXTRA_DIRS = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'];

/**
 * Path of the first of these programs that can be run, or undefined.
 * @param names most wanted first
 * @param variable of the environment, which may name one explicitly; it must be executable then
 */
export function findProgram(names, variable) {
  const named = variable && process.env[variable];
  if (named) {
    if (isRunnable(named)) return named;
    throw new Error(`${variable}=${named}: not an executable file`);
  }
  const dirs = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...EXTRA_DIRS];
  return names.flatMap((name) => dirs.map((dir) => join(dir, name))).find(isRunnable);
}

/** Whether this is a file that can be executed. */
export function isRunnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** `NGINX_PATH`, `HAPROXY_PATH` and `REDIS_SERVER_PATH` name one explicitly. Valkey will do for Redis. */
export const findNginx = () => findProgram(['nginx'], 'NGINX_PATH');
export const findHaproxy = () => findProgram(['haproxy'], 'HAPROXY_PATH');
export const findRedis = () => findProgram(['redis-server', 'valkey-server'], 'REDIS_SERVER_PATH');
