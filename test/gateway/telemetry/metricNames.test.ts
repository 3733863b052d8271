import { expect, it } from 'vitest';
import { ask, join, startGateway } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

/** Those of the contract, and one for what is no connection of anyone's. Dashboards and rules of operators are written against these: a name, a type or a label that changes breaks them. */
const METRICS: Readonly<Record<string, readonly [type: string, ...labels: string[]]>> = {
  heartbeat_connections: ['gauge'],
  heartbeat_connections_opened_total: ['counter'],
  heartbeat_connections_closed_total: ['counter', 'reason'],
  heartbeat_upgrades_refused_total: ['counter', 'reason'],
  heartbeat_probes_total: ['counter'],
  heartbeat_connection_duration_seconds: ['histogram', 'le'],
  heartbeat_pings_sent_total: ['counter'],
  heartbeat_pings_received_total: ['counter'],
  heartbeat_pongs_sent_total: ['counter'],
  heartbeat_pongs_received_total: ['counter'],
  heartbeat_missed_total: ['counter'],
  heartbeat_timeouts_total: ['counter'],
  heartbeat_rtt_seconds: ['histogram', 'le'],
  heartbeat_reconnects_total: ['counter', 'cause'],
  heartbeat_outage_seconds: ['histogram', 'le', 'shown'],
  heartbeat_interval_seconds: ['gauge'],
  heartbeat_timeout_seconds: ['gauge'],
  heartbeat_settings_version: ['gauge'],
  heartbeat_event_loop_lag_seconds: ['gauge'],
  heartbeat_admin_requests_total: ['counter', 'route', 'status'],
  heartbeat_alert_active: ['gauge', 'rule'],
};

/** Type and labels of each metric in Prometheus' text. */
function describe(text: string): Record<string, string[]> {
  const types = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)];
  return Object.fromEntries(
    types.map(([, name = '', type = '']) => {
      const samples = [...text.matchAll(new RegExp(`^${name}(?:_bucket|_sum|_count)?\\{(.*)\\} `, 'gm'))];
      const labels = samples.flatMap(([, list = '']) => [...list.matchAll(/(\w+)="/g)].map(([, label = '']) => label));
      return [name, [type, ...[...new Set(labels)].toSorted()]];
    }),
  );
}

it('a scrape has the metrics of the contract, with their types and labels, and no others', async () => {
  const { gateway, port, url } = await startGateway({ metrics: { public: true } });
  const client = await join(url);
  client.send({
    type: 'heartbeat.hello',
    client: 'x/1',
    sessionId: 'a'.repeat(22),
    attempt: 1,
    previous: { code: 1006, cause: 'closed', downMs: 3_000, shownMs: 2_000 },
  });
  await waitFor('a reconnect', () => gateway.stats().reconnects.closed === 1);
  client.socket.close();
  await waitFor('its end', () => gateway.stats().counters.opened === 1 && gateway.peers.size === 0);
  await ask(port, 'GET', '/heartbeat/healthz');
  const { text } = await ask(port, 'GET', '/heartbeat/metrics');
  expect(describe(text)).toEqual(METRICS);
  // Without a sample a panel would show nothing: those with labels of a closed set have one for each.
  for (const name of Object.keys(METRICS))
    expect(text).toMatch(new RegExp(`^${name}(_count)?(\\{.*\\})? [\\d.e+-]+$`, 'm'));
});
