import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFolder } from '../folder.js';
import { startServer } from '../gateway/gateways.js';
import { freePort } from '../network/freePort.js';
import { answersHttp, programPath, startDaemon } from '../network/daemon.js';

const OPS = fileURLToPath(new URL('../../../ops/', import.meta.url));

/** An alert as Alertmanager passes it on. */
export interface DeliveredAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
}

/** One series of an answer. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A rule as Prometheus has read it. */
export interface ReadRule {
  readonly type: 'alerting' | 'recording';
  readonly name: string;
  readonly query: string;
  readonly health: string;
  readonly lastError?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A real Prometheus with the rules of `ops/`, and a real Alertmanager behind it. */
export interface Monitoring {
  /** What Alertmanager has posted to its webhook, in order. */
  readonly delivered: readonly DeliveredAlert[];
  readonly query: (expression: string) => Promise<Sample[]>;
  readonly rules: () => Promise<ReadRule[]>;
}

/** Starts both, scraping the gateways each second; they end with the test. */
export async function startMonitoring(gatewayPorts: readonly number[]): Promise<Monitoring> {
  const delivered: DeliveredAlert[] = [];
  const { port: webhookPort } = await startServer(
    createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        delivered.push(...(JSON.parse(body) as { alerts: DeliveredAlert[] }).alerts);
        response.end();
      });
    }),
  );
  const folder = makeFolder();
  const alertmanagerPort = await freePort();
  writeFileSync(join(folder, 'alertmanager.yml'), alertmanager(webhookPort));
  await startDaemon(
    programPath('prometheus-alertmanager', 'alertmanager'),
    [
      `--config.file=${folder}/alertmanager.yml`,
      `--storage.path=${folder}/alertmanager`,
      `--web.listen-address=127.0.0.1:${alertmanagerPort}`,
      '--cluster.listen-address=',
    ],
    () => answersHttp(`http://127.0.0.1:${alertmanagerPort}/-/ready`),
  );
  // The rules as they are, looked at more often.
  const rules = readFileSync(join(OPS, 'prometheus/heartbeat.rules.yml'), 'utf8');
  writeFileSync(join(folder, 'rules.yml'), rules.replaceAll('interval: 30s', 'interval: 500ms'));
  writeFileSync(join(folder, 'prometheus.yml'), prometheus(alertmanagerPort, gatewayPorts));
  const port = await freePort();
  await startDaemon(
    programPath('prometheus'),
    [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    async () => {
      const ready = await fetch(`http://127.0.0.1:${port}/-/ready`).catch(() => null);
      return ready?.ok;
    },
  );
  const ask = async <Data>(path: string): Promise<Data> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`);
    const { status, data, error } = (await answer.json()) as { status: string; data: Data; error?: string };
    if (status !== 'success') throw new Error(`${decodeURIComponent(path)}: ${error}`);
    return data;
  };
  return {
    delivered,
    async query(expression) {
      const { result } = await ask<{ result: { metric: Sample['metric']; value: [number, string] }[] }>(
        `query?query=${encodeURIComponent(expression)}`,
      );
      return result.map(({ metric, value: [, value] }) => ({ metric, value: Number(value) }));
    },
    async rules() {
      const { groups } = await ask<{ groups: { rules: ReadRule[] }[] }>('rules');
      return groups.flatMap((group) => group.rules);
    },
  };
}

/** The queries of the board's panels, as Grafana sends them. */
export function panelQueries(): { readonly title: string; readonly query: string }[] {
  const board = JSON.parse(readFileSync(join(OPS, 'grafana/heartbeat.json'), 'utf8')) as {
    panels: { title: string; targets: { expr: string }[] }[];
  };
  return board.panels.flatMap(({ title, targets }) =>
    targets.map(({ expr }) => ({
      title,
      query: expr.replaceAll('$job', '.*').replaceAll('$__rate_interval', '1m'),
    })),
  );
}

/** A copy of the folder, in which the tests of the rules find them. */
export function rulesFolder(): string {
  const folder = makeFolder();
  cpSync(join(OPS, 'prometheus'), folder, { recursive: true });
  return folder;
}

const alertmanager = (webhookPort: number): string => `
route:
  receiver: webhook
  group_by: [alertname]
  group_wait: 0s
  group_interval: 1s
receivers:
  - name: webhook
    webhook_configs:
      - url: http://127.0.0.1:${webhookPort}/
        send_resolved: true
`;

const prometheus = (alertmanagerPort: number, gatewayPorts: readonly number[]): string => `
global:
  scrape_interval: 1s
  scrape_timeout: 1s
  evaluation_interval: 500ms
rule_files: [rules.yml]
alerting:
  alertmanagers:
    - static_configs: [{ targets: ['127.0.0.1:${alertmanagerPort}'] }]
scrape_configs:
  - job_name: heartbeat
    metrics_path: /heartbeat/metrics
    static_configs: [{ targets: [${gatewayPorts.map((port) => `'127.0.0.1:${port}'`).join(', ')}] }]
`;
