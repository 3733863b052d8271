import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, it, onTestFinished } from 'vitest';
import { join as joinGateway } from '../support/gateway/gateways.js';
import { freePort } from '../support/network/freePort.js';
import { answersHttp, startDaemon } from '../support/network/daemon.js';
import { waitFor } from '../support/waitFor.js';
import { rmSync } from 'node:fs';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const CLIENTS = 10;

it('two scrapers of worker processes get the same true sums, with the lines of ops/README.md', async () => {
  const [, sample = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync(join(repository, 'ops/README.md'), 'utf8')) ?? [];
  const [port, metricsPort] = [await freePort(), await freePort()];
  const folder = join(repository, '.cache', `workers-${port}`);
  mkdirSync(folder, { recursive: true });
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const contents = sample
    .replace('heartbeat-socket/gateway', join(repository, 'src/gateway/index.ts'))
    .replace('port: 8080', `port: ${port}, host: '127.0.0.1'`)
    .replace('9090', `${metricsPort}, '127.0.0.1'`);
  expect(contents).not.toBe(sample);
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: repository, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['ws', 'prom-client'],
    write: false,
  });
  const file = join(folder, 'cluster.mjs');
  writeFileSync(file, outputFiles[0]?.text ?? '');
  const address = `http://127.0.0.1:${metricsPort}/`;
  const env = { PATH: process.env['PATH'] };
  await startDaemon(process.execPath, [file], () => answersHttp(`http://127.0.0.1:${port}/heartbeat/healthz`), {
    cwd: folder,
    env,
  });
  const scrape = async (): Promise<string> => (await fetch(address)).text();
  await waitFor('all workers', async () => (await scrape()).includes('heartbeat_interval_seconds 25\n'));

  const clients = await Promise.all(Array.from({ length: CLIENTS }, () => joinGateway(`ws://127.0.0.1:${port}/ws`)));
  for (const client of clients) client.send('{"type":"ping","id":1}');
  await Promise.all(clients.map((client) => client.frame('pong')));
  clients[0]?.socket.close(1000);
  await waitFor('the end', async () =>
    (await scrape()).includes('heartbeat_connections_closed_total{reason="normal"} 1\n'),
  );
  for (const text of await Promise.all([scrape(), scrape()])) {
    for (const line of [
      `heartbeat_connections ${CLIENTS - 1}`,
      `heartbeat_connections_opened_total ${CLIENTS}`,
      `heartbeat_pings_received_total ${CLIENTS}`,
      `heartbeat_pongs_sent_total ${CLIENTS}`,
      'heartbeat_connection_duration_seconds_count 1',
      // No sums: what is in force.
      'heartbeat_interval_seconds 25',
      'heartbeat_timeout_seconds 75',
      'heartbeat_settings_version 1',
      'heartbeat_alert_active{rule="tokens"} 0',
    ])
      expect(text).toContain(`${line}\n`);
  }
});
