import { expect, it } from 'vitest';
import type { Report } from '../../src/cli/probe/report.js';
import { runCommand } from '../support/cli/runCommand.js';
import { startGateway } from '../support/gateway/gateways.js';
import { startProxy, type ProxyName } from '../support/network/proxies.js';

const LIMITS: readonly (readonly [ProxyName, number])[] = [
  ['nginx', 60],
  ['HAProxy', 50],
  ['Apache', 40],
  ['Caddy', 30],
];

it('finds the usual limits of proxies within two seconds', async () => {
  const checkOne = async ([name, idleSeconds]: readonly [ProxyName, number]): Promise<void> => {
    const { port } = await startGateway();
    const url = await startProxy(name, { upstreamPort: port, idleSeconds });
    const { stdout } = await runCommand('probe', url, '--json', '--max-idle', '90');
    const { idle, age } = JSON.parse(stdout) as Report;
    expect(Math.abs((idle.both?.afterMs ?? 0) / 1_000 - idleSeconds), `${name}: ${idle.both?.afterMs} ms`).toBeLessThan(
      2,
    );
    expect({ name, limit: age.limit, clientSilent: idle.clientSilent }).toEqual({
      name,
      limit: null,
      clientSilent: null,
    });
  };
  await Promise.all(LIMITS.map(checkOne));
}, 240_000);
