import { expect, it } from 'vitest';
import type { Report } from '../../src/cli/probe/report.js';
import { runCommand } from '../support/cli/runCommand.js';
import { startGateway } from '../support/gateway/gateways.js';
import { startEchoServer } from '../support/network/echoServer.js';
import { startProxy, type ProxyName } from '../support/network/proxies.js';

const IDLE_SECONDS = 3;
/** The promise: within two seconds of the truth. */
const isNear = (ms: number | undefined, seconds: number): boolean => Math.abs((ms ?? 0) / 1_000 - seconds) < 2;

/** What keeps a connection open: nginx, HAProxy and Apache take a frame of either side, Caddy's `read_timeout` one of the server only. */
const PROXIES: readonly (readonly [name: ProxyName, isServerSilenceCut: boolean])[] = [
  ['nginx', false],
  ['HAProxy', false],
  ['Apache', false],
  ['Caddy', true],
];

it('finds the idle limit of nginx, HAProxy, Apache and Caddy, and what keeps a connection open', async () => {
  // One gateway each, because all probes come from one address.
  const checkOne = async ([name, isServerSilenceCut]: (typeof PROXIES)[number]): Promise<void> => {
    const { port } = await startGateway();
    const url = await startProxy(name, { upstreamPort: port, idleSeconds: IDLE_SECONDS });
    const { status, stdout } = await runCommand('probe', url, '--json', '--max-idle', '20');
    const report = JSON.parse(stdout) as Report;
    const { both, serverSilent, clientSilent } = report.idle;
    expect({ name, status, idle: report.idle }).toMatchObject({ status: 0, idle: { both: { code: 1006 } } });
    expect(isNear(both?.afterMs, IDLE_SECONDS), `${name}: ${both?.afterMs} ms`).toBe(true);
    expect(report).toMatchObject({ server: 'heartbeat-gateway', controlPing: 'answered', textPing: 'answered' });
    expect({ name, limit: serverSilent ?? null, clientSilent }).toMatchObject({
      limit: isServerSilenceCut ? { code: 1006 } : null,
      clientSilent: null,
    });
    expect(isNear(serverSilent?.afterMs, IDLE_SECONDS)).toBe(isServerSilenceCut);
    expect(report.advice.maxIntervalMs).toBeLessThan(IDLE_SECONDS * 1_000);
    expect(report.age.limit).toBeNull();
  };
  await Promise.all(PROXIES.map(checkOne));
});

it('finds the limit in front of a server that is not ours', async () => {
  const server = await startEchoServer();
  const url = await startProxy('nginx', { upstreamPort: server.port, idleSeconds: 2 });
  const { stdout } = await runCommand('probe', url, '--json', '--max-idle', '20');
  const report = JSON.parse(stdout) as Report;
  expect(report).toMatchObject({ server: 'other', textPing: 'answered', controlPing: 'answered' });
  expect(isNear(report.idle.both?.afterMs, 2)).toBe(true);
  expect(report.idle).toMatchObject({ serverSilent: null });
  expect(report.idle).not.toHaveProperty('clientSilent');
});

it('finds no limit where there is none, and says how long it looked', async () => {
  const { url } = await startGateway();
  const { stdout, stderr, status } = await runCommand('probe', url, '--max-idle', '2');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Silence +no limit within 2\.\d s$/m);
  expect(stdout).toMatch(/^Age +no limit within 2\.\d s$/m);
  expect(stdout).toContain('shorter than the default interval of 25 s');
  expect(stderr).toMatch(/^\d+ s: silent for up to 2 s$/m);
});
