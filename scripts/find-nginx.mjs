// Where the tests find nginx, or undefined. No dependency: runs before `npm ci` too.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

// Debian installs to /usr/sbin, which is not on the PATH of an ordinary user.
const EXTRA_DIRS = ['/usr/sbin', '/usr/local/sbin', '/usr/local/nginx/sbin', '/opt/homebrew/bin', '/usr/local/bin'];

/** Path of an nginx that can be run, or undefined. `NGINX_PATH` names one explicitly. */
export function findNginx() {
  const named = process.env.NGINX_PATH;
  if (named) {
    if (runnable(named)) return named;
    throw new Error(`NGINX_PATH=${named}: not an executable file`);
  }
  const dirs = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...EXTRA_DIRS];
  return dirs.map((dir) => join(dir, 'nginx')).find(runnable);
}

function runnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
