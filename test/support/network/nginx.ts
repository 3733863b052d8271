import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { freePort } from './freePort.js';
import { findNginx } from '../../../scripts/find-program.mjs';
import { waitFor } from '../waitFor.js';

/** A real nginx in front of a WebSocket server, as most production paths have one. */
export interface Nginx {
  readonly port: number;
}

export interface NginxOptions {
  /** Where the WebSocket server listens, on loopback; of several each takes its turn, and one that answers 503 is passed over. */
  readonly upstreamPort: number | readonly number[];
  /** nginx cuts a proxied connection after this long without a byte from the server. @default its own, 60 */
  readonly readTimeoutSeconds?: number;
  /** In front of the others, such as `location /ws { … }`. */
  readonly locations?: string;
  /** Beside the server that is always there, such as `server { … }`. */
  readonly servers?: string;
}

/** Starts nginx with a configuration, a folder and a port of its own; resolves once it answers. It ends with the test. */
export async function startNginx(options: NginxOptions): Promise<Nginx> {
  const path = findNginx();
  if (!path) throw new Error('nginx is not installed: run `node scripts/ensure-test-tools.mjs`');
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'heartbeat-nginx-'));
  writeFileSync(join(dir, 'nginx.conf'), configuration(port, options));
  // `-e stderr`: before it has read the configuration nginx would open the log of the system's own nginx.
  const child = spawn(path, ['-p', dir, '-c', join(dir, 'nginx.conf'), '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.on('error', (error) => (stderr += String(error)));
  onTestFinished(async () => {
    await end(child);
    rmSync(dir, { recursive: true, force: true });
  });
  try {
    await waitFor('nginx to answer', async () => {
      if (child.exitCode !== null || child.pid === undefined) throw new Error('nginx ended by itself');
      return answers(port);
    });
  } catch (error) {
    throw new Error(`nginx did not start: ${(error as Error).message}\n${stderr}`, { cause: error });
  }
  return { port };
}

/** One process that touches only its own folder. It runs beside a system nginx, as root or as any other user. */
function configuration(
  port: number,
  { upstreamPort, readTimeoutSeconds, locations = '', servers = '' }: NginxOptions,
): string {
  const upstreams = [upstreamPort].flat().map((each) => `server 127.0.0.1:${each} max_fails=0;`);
  return `
daemon off;
master_process off;
pid nginx.pid;
error_log stderr warn;
events { worker_connections 16384; }
http {
  access_log off;
  client_body_temp_path tmp-body;
  proxy_temp_path tmp-proxy;
  fastcgi_temp_path tmp-fastcgi;
  uwsgi_temp_path tmp-uwsgi;
  scgi_temp_path tmp-scgi;
  upstream gateways { ${upstreams.join(' ')} }
  server {
    listen 127.0.0.1:${port};
    location = /.answers { return 204; }
    ${locations}
    location / {
      proxy_pass http://gateways;
      proxy_next_upstream error timeout http_503;
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection "upgrade";
      proxy_set_header Host $http_host;
      ${readTimeoutSeconds === undefined ? '' : `proxy_read_timeout ${readTimeoutSeconds}s;`}
    }
  }
  ${servers}
}
`;
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/.answers`)).status === 204;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  // Not SIGQUIT: that waits for the open WebSockets.
  child.kill('SIGTERM');
  await once(child, 'exit');
}
