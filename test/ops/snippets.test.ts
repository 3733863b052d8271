import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../support/folder.js';
import { join as joinGateway, startGateway } from '../support/gateway/gateways.js';
import { freePort } from '../support/network/freePort.js';
import { answersHttp, programPath, startDaemon } from '../support/network/daemon.js';
import { waitFor } from '../support/waitFor.js';

const OPS = fileURLToPath(new URL('../../ops/', import.meta.url));
const read = (name: string): string => readFileSync(join(OPS, name), 'utf8');

interface Places {
  readonly folder: string;
  readonly port: number;
  readonly gatewayPort: number;
}

interface Snippet {
  /** The whole configuration around what `ops/` has, with the ports of the test. */
  readonly configuration: (places: Places) => string;
  readonly command: string;
  readonly check: (file: string) => readonly string[];
  readonly run: (file: string) => readonly string[];
}

/** Replaces what a person has to replace. Each must be there. */
function adapt(text: string, changes: Readonly<Record<string, string>>): string {
  return Object.entries(changes).reduce((changed, [from, to]) => {
    expect(changed).toContain(from);
    return changed.replaceAll(from, to);
  }, text);
}

const withNginx = (configuration: (places: Places) => string): Snippet => ({
  configuration: (places) => `
daemon off;
master_process off;
pid ${places.folder}/pid;
error_log stderr warn;
events {}
http {
  access_log off;
  client_body_temp_path ${places.folder}/a;
  proxy_temp_path ${places.folder}/b;
  fastcgi_temp_path ${places.folder}/c;
  uwsgi_temp_path ${places.folder}/d;
  scgi_temp_path ${places.folder}/e;
  ${configuration(places)}
}`,
  command: 'nginx',
  check: (file) => ['-t', '-e', 'stderr', '-c', file],
  run: (file) => ['-e', 'stderr', '-c', file],
});
const withHaproxy = (configuration: Snippet['configuration']): Snippet => ({
  configuration,
  command: 'haproxy',
  check: (file) => ['-c', '-f', file],
  run: (file) => ['-db', '-f', file],
});

const SNIPPETS: Readonly<Record<string, Snippet>> = {
  nginx: withNginx(({ port, gatewayPort }) =>
    adapt(read('nginx/heartbeat.conf'), {
      'listen 80;': `listen 127.0.0.1:${port};`,
      '127.0.0.1:8080': `127.0.0.1:${gatewayPort}`,
    }),
  ),
  HAProxy: withHaproxy(({ port, gatewayPort }) =>
    adapt(read('haproxy/haproxy.cfg'), {
      'bind :80': `bind 127.0.0.1:${port}`,
      '127.0.0.1:8080': `127.0.0.1:${gatewayPort}`,
    }),
  ),
  Caddy: {
    configuration: ({ port, gatewayPort }) =>
      `{\n\tadmin off\n\tauto_https off\n}\n${adapt(read('caddy/Caddyfile'), { 'app.example.com': `http://127.0.0.1:${port}`, '127.0.0.1:8080': `127.0.0.1:${gatewayPort}` })}`,
    command: 'caddy',
    check: (file) => ['validate', '--adapter', 'caddyfile', '--config', file],
    run: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
  },
  Apache: {
    configuration: ({ folder, port, gatewayPort }) => `
ServerName localhost
ServerRoot ${folder}
PidFile ${folder}/pid
ErrorLog ${folder}/error.log
Listen 127.0.0.1:${port}
${['mpm_event', 'authz_core', 'proxy', 'proxy_http'].map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
${adapt(read('apache/heartbeat.conf'), { '*:80': `127.0.0.1:${port}`, 'http://127.0.0.1:8080': `http://127.0.0.1:${gatewayPort}` })}`,
    command: 'apache2',
    // What `apachectl configtest` runs.
    check: (file) => ['-t', '-f', file],
    run: (file) => ['-X', '-f', file],
  },
};

/** Checks a configuration with the program's own check, runs it, and returns its port. */
async function start({ configuration, command, check, run }: Snippet, gatewayPort = 0): Promise<number> {
  const [folder, port] = [makeFolder(), await freePort()];
  const file = join(folder, 'config');
  writeFileSync(file, configuration({ folder, port, gatewayPort }));
  const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const checked = spawnSync(programPath(command), check(file), { encoding: 'utf8', env });
  expect({ status: checked.status, stderr: checked.status === 0 ? '' : checked.stderr }).toEqual({
    status: 0,
    stderr: '',
  });
  await startDaemon(programPath(command), run(file), () => answersHttp(`http://127.0.0.1:${port}/`), { env });
  return port;
}

describe.each(Object.entries(SNIPPETS))('the lines for %s', (_name, snippet) => {
  it('are valid, and lead clients and operators to a gateway that knows their address', async () => {
    const { gateway, port: gatewayPort } = await startGateway({
      trustedProxies: ['127.0.0.1'],
      metrics: { public: true },
      allowedHosts: ['app.example.com'],
    });
    const port = await start(snippet, gatewayPort);
    const health = `http://127.0.0.1:${port}/heartbeat/healthz`;
    await waitFor('a gateway that is ready', async () => (await fetch(health)).ok);
    const client = await joinGateway(`ws://127.0.0.1:${port}/ws`, 'answers', {
      headers: { 'X-Forwarded-For': '198.51.100.7' },
      localAddress: '127.0.0.2',
    });
    client.send('{"type":"ping","id":7}');
    expect(await client.frame('pong')).toEqual({ type: 'pong', id: 7 });
    // What the proxy says of the client, and not what the client says.
    expect([...gateway.peers].map(({ remote }) => remote)).toEqual(['127.0.0.2']);
    const metrics = await (await fetch(`http://127.0.0.1:${port}/heartbeat/metrics`)).text();
    expect(metrics).toContain('heartbeat_connections 1\n');
  });
});

/** Three gateways: two that live, and one whose machine is gone. */
const FOR_SEVERAL: Readonly<Record<string, (ports: readonly number[]) => Snippet>> = {
  nginx: (ports) =>
    withNginx(({ port }) =>
      adapt(read('nginx/gateways.conf'), { 'listen 80;': `listen 127.0.0.1:${port};`, ...placesOf(ports) }),
    ),
  HAProxy: (ports) =>
    withHaproxy(({ port }) =>
      adapt(read('haproxy/gateways.cfg'), {
        'bind :80': `bind 127.0.0.1:${port}`,
        // These gateways have one port for all.
        'check port 9090': 'check',
        ...placesOf(ports),
      }),
    ),
};
const placesOf = (ports: readonly number[]): Record<string, string> =>
  Object.fromEntries(ports.map((port, index) => [`gateway-${index + 1}:8080`, `127.0.0.1:${port}`]));

it.each(Object.entries(FOR_SEVERAL))(
  '%s spreads clients over several gateways, and past those that drain',
  async (_name, snippetOf) => {
    const options = { trustedProxies: ['127.0.0.1'], allowedHosts: ['app.example.com'] };
    const [one, two] = [await startGateway(options), await startGateway(options)];
    const port = await start(snippetOf([one.port, two.port, await freePort()]));
    const url = `ws://127.0.0.1:${port}/ws`;
    await waitFor('gateways that are known to be ready', () =>
      joinGateway(url).then(
        () => true,
        () => false,
      ),
    );
    for (let clients = 0; clients < 5; clients += 1) await joinGateway(url);
    expect(one.gateway.peers.size).toBeGreaterThan(0);
    expect(two.gateway.peers.size).toBeGreaterThan(0);
    const before = two.gateway.peers.size;
    void one.gateway.drain({ overMs: 60_000 });
    for (let clients = 0; clients < 4; clients += 1) await joinGateway(url);
    expect(two.gateway.peers.size).toBe(before + 4);
  },
);

describe('the container', () => {
  it('has a Dockerfile without an error or a warning', () => {
    expect(validate(read('Dockerfile'))).toEqual([]);
    // The linter is at work.
    expect(validate('FORM node').length).toBeGreaterThan(0);
  });

  it('asks a gateway for its readiness as written', async () => {
    const { gateway, port } = await startGateway();
    const [, list = ''] = /HEALTHCHECK[^[]*CMD (\[[^\n]*\])\n/.exec(read('Dockerfile')) ?? [];
    const [, ...args] = (JSON.parse(list) as string[]).map((part) => part.replace('9090', String(port)));
    expect(args.join(' ')).toContain(`:${port}/heartbeat/healthz`);
    const status = (): Promise<number | null> =>
      new Promise((resolve) => void spawn(process.execPath, args).on('exit', resolve));
    expect(await status()).toBe(0);
    await gateway.drain();
    expect(await status()).toBe(1);
  });
});

it('the systemd unit is valid', () => {
  const folder = makeFolder();
  const file = join(folder, 'heartbeat-gateway.service');
  writeFileSync(file, adapt(read('systemd/heartbeat-gateway.service'), { '/usr/bin/node': process.execPath }));
  const verify = (path: string) => spawnSync(programPath('systemd-analyze'), ['verify', path], { encoding: 'utf8' });
  const { status, stderr } = verify(file);
  expect({ status, ours: stderr.split('\n').filter((line) => line.includes('heartbeat')) }).toEqual({
    status: 0,
    ours: [],
  });
  writeFileSync(file, read('systemd/heartbeat-gateway.service').replace('ExecStart=', 'ExecStrat='));
  expect(verify(file).stderr).toContain('ExecStrat');
});
