import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import { expect, it } from 'vitest';
import { RULES, type Rule } from '../../src/gateway/alerts/rules.js';
import { makeFolder } from '../support/folder.js';
import { startGateway } from '../support/gateway/gateways.js';
import { programPath } from '../support/network/daemon.js';
import { churn } from '../support/ops/churn.js';
import { panelQueries, rulesFolder, startMonitoring } from '../support/ops/monitoring.js';
import { waitFor } from '../support/waitFor.js';

/** Waits until what is read is what is wanted, and shows the difference if it never is. */
async function eventually<Value>(read: () => Promise<Value>, wanted: Value): Promise<void> {
  let last: Value | undefined;
  const isThere = async (): Promise<boolean> => isDeepStrictEqual((last = await read()), wanted);
  await waitFor('it', isThere).catch(() => {});
  expect(last).toEqual(wanted);
}

const TOKENS = '{"tokens":[]}';

it('counters equal the truth, each panel has a series, and alerts come through Alertmanager and clear', async () => {
  const tokensFile = join(makeFolder(), 'tokens.json');
  writeFileSync(tokensFile, TOKENS);
  const { gateway, port, url } = await startGateway({
    metrics: { public: true },
    heartbeat: { intervalMs: 300, timeoutMs: 10_000 },
    env: { HEARTBEAT_TOKENS_FILE: tokensFile },
  });
  const { query, rules, delivered } = await startMonitoring([port]);
  await waitFor('a first scrape', async () => (await query('heartbeat_connections')).length === 1);

  const truth = await churn(url, 3);
  await waitFor('the last end', () => gateway.peers.size === truth.opened - truth.abnormal - truth.normal);
  const counted = {
    heartbeat_connections: truth.opened - truth.abnormal - truth.normal,
    heartbeat_connections_opened_total: truth.opened,
    'heartbeat_connections_closed_total{reason="abnormal"}': truth.abnormal,
    'heartbeat_connections_closed_total{reason="normal"}': truth.normal,
    'heartbeat_upgrades_refused_total{reason="origin"}': truth.refused,
    'heartbeat_reconnects_total{cause="closed"}': truth.reconnects,
    heartbeat_pings_received_total: truth.pingsReceived,
    heartbeat_pongs_sent_total: truth.pingsReceived,
    heartbeat_connection_duration_seconds_count: truth.abnormal + truth.normal,
    heartbeat_timeouts_total: 0,
  };
  await eventually(async () => {
    const entries = Object.keys(counted).map(async (name) => [name, (await query(name))[0]?.value] as const);
    return Object.fromEntries(await Promise.all(entries));
  }, counted);

  // The rules are those of the one table, and Prometheus can evaluate them.
  const read = await rules();
  expect(read.filter(({ health, type }) => health === 'err' || type === undefined)).toEqual([]);
  const told = read.filter(({ type }) => type === 'alerting');
  for (const [name, rule] of Object.entries<Rule>(RULES)) {
    const { labels, annotations } = told.find((one) => one.labels?.['rule'] === name) ?? {};
    expect({ name, severity: labels?.['severity'], ...annotations }).toEqual({
      name,
      severity: rule.severity,
      summary: rule.title,
      description: rule.advice,
    });
  }

  const queries = panelQueries();
  expect(queries.length).toBeGreaterThan(25);
  const empty = new Set(queries.map(({ title, query: asked }) => `${title}: ${asked}`));
  await eventually(async () => {
    for (const { title, query: asked } of queries)
      if ((await query(asked)).length > 0) empty.delete(`${title}: ${asked}`);
    return [...empty];
  }, []);

  writeFileSync(tokensFile, 'broken');
  const arrived = (status: string) =>
    delivered.some((alert) => alert.status === status && alert.labels['rule'] === 'tokens');
  await waitFor('the alert at the webhook', () => arrived('firing'));
  expect(arrived('resolved')).toBe(false);
  writeFileSync(tokensFile, TOKENS);
  await waitFor('its end', () => arrived('resolved'));
  expect(delivered.find(({ labels }) => labels['rule'] === 'tokens')?.labels).toMatchObject({
    alertname: 'HeartbeatTokens',
    severity: 'critical',
    job: 'heartbeat',
  });
});

it('promtool finds the rules in order, and what they raise and clear', async () => {
  const folder = rulesFolder();
  const promtool = async (...args: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(programPath('promtool'), args, { cwd: folder });
    return stdout;
  };
  expect(await promtool('check', 'rules', 'heartbeat.rules.yml')).toContain('SUCCESS');
  expect(await promtool('test', 'rules', 'heartbeat.rules.test.yml')).toContain('SUCCESS');
}, 120_000);
