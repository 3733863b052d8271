import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { CLOSE_REASONS, REFUSAL_REASONS } from '../../src/admin/schemas/reasons.js';
import { startGateway, upgradeStatus } from '../support/gateway/gateways.js';
import { programPath } from '../support/network/daemon.js';
import { churn, type Counted } from '../support/ops/churn.js';
import { rulesFolder, startMonitoring } from '../support/ops/monitoring.js';
import { silence } from '../support/ops/silences.js';
import { countOnTheWire, type WireCounts } from '../support/ops/wireCounts.js';
import { waitFor } from '../support/waitFor.js';

const REFUSED = 60;
const ROUNDS = 25;
/** A sixth of the peers that are there. From a fifth on, the gateway would doubt itself instead of them. */
const SILENCED = 5;
/** Short, so that heartbeats are missed and verdicts fall within the run. */
const HEARTBEAT = { intervalMs: 1_000, timeoutMs: 5_000 };

it('two gateways under minutes of chaos: the sums are true, and an alert of the rules comes and goes', async () => {
  const options = {
    heartbeat: HEARTBEAT,
    metrics: { public: true },
    maxConnectionsPerAddress: 1_000,
    admitPerSecond: 1_000,
  };
  const gateways = [await startGateway(options), await startGateway(options)] as const;
  const wires = gateways.map(({ gateway }) => countOnTheWire(gateway));
  const { query, delivered } = await startMonitoring(gateways.map(({ port }) => port));
  await waitFor('a first scrape', async () => (await query('heartbeat_connections')).length === 2);
  const told = async (counted: Readonly<Record<string, number>>): Promise<void> => {
    let last: Record<string, number | undefined> = {};
    const read = async (name: string) => [name, (await query(`sum(${name})`))[0]?.value] as const;
    const isTold = async (): Promise<boolean> => {
      last = Object.fromEntries(await Promise.all(Object.keys(counted).map(read)));
      return Object.entries(counted).every(([name, wanted]) => last[name] === wanted);
    };
    // What differs is shown below.
    await waitFor('a scrape of the last event', isTold).catch(() => {});
    expect(last).toEqual(counted);
  };

  const churned = await Promise.all(gateways.map(({ url }) => churn(url, ROUNDS)));
  const silenced = await Promise.all(gateways.map((gateway) => silence(gateway, SILENCED)));
  const sum = (name: Counted): number => [...churned, ...silenced].reduce((total, truth) => total + truth[name], 0);
  for (let time = 0; time < REFUSED; time += 1)
    await upgradeStatus(gateways[0].url, { Origin: 'https://evil.example' });
  const stayed = [...churned, ...silenced].flatMap((truth) => truth.stayed);
  expect(stayed.length).toBe(sum('opened') - sum('abnormal') - sum('normal') - sum('timeouts'));
  await told({ heartbeat_connections: stayed.length });

  const arrived = (status: string): boolean =>
    delivered.some((alert) => alert.status === status && alert.labels['rule'] === 'refusals');
  await waitFor('the alert', () => arrived('firing'), 60_000);
  await waitFor('its end, when two minutes are calm', () => arrived('resolved'), 200_000);

  // The last ones leave, so that no heartbeat is under way when all of them are added up.
  for (const client of stayed) client.socket.close(1000);
  await waitFor('all to be gone', () => gateways.every(({ gateway }) => gateway.peers.size === 0));
  const wire = (name: keyof WireCounts): number => wires.reduce((total, counts) => total + counts[name], 0);
  const records = gateways.flatMap(({ events }) => events);
  const ofKind = <Kind extends (typeof records)[number]['kind']>(kind: Kind) =>
    records.filter((record): record is Extract<typeof record, { kind: Kind }> => record.kind === kind);

  // The script and the bytes agree.
  expect([wire('pingsReceived'), wire('pongsSent')]).toEqual([sum('pingsReceived'), sum('pingsReceived')]);

  const byReason = (metric: string, reasons: readonly string[], counts: Readonly<Record<string, number>>) =>
    reasons.map((reason): [string, number] => [`${metric}{reason="${reason}"}`, counts[reason] ?? 0]);
  const ends = {
    abnormal: sum('abnormal'),
    normal: sum('normal') + stayed.length,
    heartbeat_timeout: sum('timeouts'),
  };
  await told({
    heartbeat_connections: 0,
    heartbeat_connections_opened_total: sum('opened'),
    ...Object.fromEntries(byReason('heartbeat_connections_closed_total', CLOSE_REASONS, ends)),
    ...Object.fromEntries(
      byReason('heartbeat_upgrades_refused_total', REFUSAL_REASONS, { origin: sum('refused') + REFUSED }),
    ),
    'heartbeat_reconnects_total{cause="closed"}': sum('reconnects'),
    'heartbeat_reconnects_total{cause="heartbeat-timeout"}': sum('returned'),
    heartbeat_reconnects_total: sum('reconnects') + sum('returned'),
    'heartbeat_outage_seconds_count{shown="false"}': sum('reconnects') + sum('returned'),
    'heartbeat_outage_seconds_count{shown="true"}': sum('reconnects') + sum('returned'),
    heartbeat_pings_sent_total: wire('pingsSent'),
    heartbeat_pings_received_total: sum('pingsReceived'),
    heartbeat_pongs_sent_total: sum('pingsReceived'),
    heartbeat_pongs_received_total: wire('pongsReceived'),
    heartbeat_missed_total: ofKind('heartbeat.missed').length,
    heartbeat_timeouts_total: sum('timeouts'),
    heartbeat_probes_total: 0,
    heartbeat_rtt_seconds_count: ofKind('pong.received').filter(({ rttMs }) => rttMs !== undefined).length,
    heartbeat_connection_duration_seconds_count: sum('opened'),
  });
}, 320_000);

it('a slow rise is measured against a week', async () => {
  const args = ['test', 'rules', 'heartbeat.rise.test.yml'];
  const { stdout } = await promisify(execFile)(programPath('promtool'), args, { cwd: rulesFolder() });
  expect(stdout).toContain('SUCCESS');
}, 120_000);
