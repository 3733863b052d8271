import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../folder.js';
import { freePort } from './freePort.js';
import { answersHttp, programPath, startDaemon } from './daemon.js';
import { startNginx } from './nginx.js';

/** The proxies that most paths have. */
export type ProxyName = 'nginx' | 'HAProxy' | 'Apache' | 'Caddy';

/** A real proxy that cuts a connection after so much silence. */
export interface IdleProxy {
  readonly upstreamPort: number;
  readonly idleSeconds: number;
}

/** Starts one; resolves with the address of the sockets behind it. It ends with the test. */
export async function startProxy(name: ProxyName, { upstreamPort, idleSeconds }: IdleProxy): Promise<string> {
  if (name === 'nginx') {
    const { port } = await startNginx({ upstreamPort, readTimeoutSeconds: idleSeconds });
    return `ws://127.0.0.1:${port}/ws`;
  }
  const port = await freePort();
  const folder = makeFolder();
  const file = join(folder, 'config');
  writeFileSync(file, CONFIGURATIONS[name]({ port, upstreamPort, idleSeconds, folder }));
  const { command, args } = PROGRAMS[name](file);
  const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  await startDaemon(command, args, () => answersHttp(`http://127.0.0.1:${port}/`), { cwd: folder, env });
  return `ws://127.0.0.1:${port}/ws`;
}

type Started = Exclude<ProxyName, 'nginx'>;

const PROGRAMS: Readonly<Record<Started, (file: string) => { readonly command: string; readonly args: string[] }>> = {
  HAProxy: (file) => ({ command: programPath('haproxy'), args: ['-db', '-f', file] }),
  Apache: (file) => ({ command: programPath('apache2', 'httpd'), args: ['-X', '-f', file] }),
  Caddy: (file) => ({ command: programPath('caddy'), args: ['run', '--adapter', 'caddyfile', '--config', file] }),
};

interface Places {
  readonly port: number;
  readonly upstreamPort: number;
  readonly idleSeconds: number;
  readonly folder: string;
}

const MODULES = ['mpm_event', 'authz_core', 'proxy', 'proxy_http'];

/** Apache's limit is the longer one of `Timeout` and the worker's `timeout`. */
const CONFIGURATIONS: Readonly<Record<Started, (places: Places) => string>> = {
  HAProxy: ({ port, upstreamPort, idleSeconds }) => `
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  timeout tunnel ${idleSeconds}s
listen gateway
  bind 127.0.0.1:${port}
  server one 127.0.0.1:${upstreamPort}
`,
  Apache: ({ port, upstreamPort, idleSeconds, folder }) => `
ServerName localhost
ServerRoot ${folder}
PidFile ${folder}/pid
ErrorLog ${folder}/error.log
Listen 127.0.0.1:${port}
Timeout ${idleSeconds}
${MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
ProxyPass / http://127.0.0.1:${upstreamPort}/ upgrade=websocket timeout=${idleSeconds}
`,
  Caddy: ({ port, upstreamPort, idleSeconds }) => `{
  admin off
  auto_https off
}
http://127.0.0.1:${port} {
  reverse_proxy 127.0.0.1:${upstreamPort} {
    transport http {
      read_timeout ${idleSeconds}s
    }
  }
}
`,
};
