import { request as httpRequest } from 'node:http';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { CLOSE_REASONS, REFUSAL_REASONS } from '../../../src/admin/schemas/reasons.js';
import { ADMIN_ROUTES } from '../../../src/admin/routes.js';
import { RULES } from '../../../src/gateway/alerts/rules.js';
import { createTally } from '../../../src/gateway/telemetry/tally.js';
import type { HeartbeatEvent } from '../../../src/gateway/index.js';
import { ADMIN as admin, startGateway } from '../../support/gateway/gateways.js';
import { seeded } from '../../support/gateway/mutations.js';
import { countOnTheWire } from '../../support/ops/wireCounts.js';
import { sleep, waitFor } from '../../support/waitFor.js';

const HOSTILE = ['"}', 'a\nheartbeat_connections 999', '__proto__', 'constructor', 'x'.repeat(200), '{a="b"}'];

/** The samples of a scrape: `name{labels}` to its value. */
const samplesOf = (text: string): Map<string, number> =>
  new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const at = line.lastIndexOf(' ');
        return [line.slice(0, at), Number(line.slice(at + 1))];
      }),
  );

/** The same numbers, counted from the records, which are written where things happen. */
function countRecords(events: readonly HeartbeatEvent[]): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (sample: string): void => void counts.set(sample, (counts.get(sample) ?? 0) + 1);
  const plain: Partial<Record<HeartbeatEvent['kind'], string>> = {
    'connect.opened': 'heartbeat_connections_opened_total',
    'ping.received': 'heartbeat_pings_received_total',
    'pong.sent': 'heartbeat_pongs_sent_total',
    'pong.received': 'heartbeat_pongs_received_total',
    'heartbeat.missed': 'heartbeat_missed_total',
    'heartbeat.timeout': 'heartbeat_timeouts_total',
  };
  const known = new Set(Object.keys(createTally().reconnects));
  for (const event of events) {
    const name = plain[event.kind];
    if (name) add(name);
    if (event.kind === 'connection.closed') {
      add(`heartbeat_connections_closed_total{reason="${event.cause}"}`);
      add('heartbeat_connection_duration_seconds_count');
    }
    if (event.kind === 'peer.rejected' && event.reason !== 'rate_limited')
      add(`heartbeat_upgrades_refused_total{reason="${event.reason}"}`);
    if (event.kind === 'reconnected') {
      add('heartbeat_outage_seconds_count{shown="false"}');
      if (known.has(event.cause) && event.cause !== 'closed') add(`heartbeat_reconnects_total{cause="${event.cause}"}`);
    }
  }
  return counts;
}

/** What each label may be. A label that is not here fails the scan. */
const ALLOWED: Record<string, (value: string) => boolean> = {
  reason: (value) => [...CLOSE_REASONS, ...REFUSAL_REASONS].includes(value as never),
  cause: (value) => Object.hasOwn(createTally().reconnects, value),
  rule: (value) => Object.hasOwn(RULES, value),
  route: (value) =>
    value === 'other' || Object.values(ADMIN_ROUTES).some(({ path }) => path.replace('{id}', ':id') === value),
  status: (value) => /^[2-5]\d\d$/.test(value),
  shown: (value) => value === 'true' || value === 'false',
  le: (value) => value === '+Inf' || Number.isFinite(Number(value)),
};

it('every gauge and counter is true at every scrape, through kills, silences, floods, refusals and a drain', async () => {
  const { gateway, url, port, events } = await startGateway({
    admin,
    heartbeat: { intervalMs: 100, timeoutMs: 300 },
    origins: ['https://app.example.com'],
    authenticate: ({ headers }) => headers.cookie !== 'bad',
  });
  const wire = countOnTheWire(gateway);
  const random = seeded(7);
  const clients = new Set<WebSocket>();
  const dial = (headers: Record<string, string> = {}, autoPong = true): void => {
    const client = new WebSocket(url, { headers, autoPong });
    client.on('error', () => {});
    client.on('open', () => {
      const cause = HOSTILE[Math.floor(random() * HOSTILE.length)];
      client.send(
        JSON.stringify({
          type: 'heartbeat.hello',
          client: cause,
          sessionId: `s${Math.floor(random() * 20)}`,
          attempt: 1,
          previous: { code: 1006, cause: random() < 0.5 ? cause : 'heartbeat-timeout', downMs: 5, shownMs: 2 },
        }),
      );
    });
    client.on('close', () => clients.delete(client));
    clients.add(client);
  };
  const pathOf = (path: string): void => {
    const asked = httpRequest({
      port,
      host: '127.0.0.1',
      path: `/heartbeat/${encodeURIComponent(path)}`,
      agent: false,
    });
    asked.on('error', () => {});
    asked.on('response', (response) => response.resume());
    asked.end();
  };
  const acts: ((client: WebSocket) => void)[] = [
    (client) => client.terminate(),
    (client) => client.close(1000),
    (client) => client.readyState === WebSocket.OPEN && client.pause(),
    (client) => {
      for (let ping = 0; client.readyState === WebSocket.OPEN && ping < 30; ping += 1) client.send('{"type":"ping"}');
    },
    () => [...gateway.peers][0]?.socket.terminate(),
    () => dial({ Origin: 'https://evil.test' }),
    () => dial({ Cookie: 'bad' }),
    () => dial({}, false),
    () => pathOf(HOSTILE[Math.floor(random() * HOSTILE.length)]!),
  ];

  const wrong: string[] = [];
  let scrapes = 0;
  let last = new Map<string, number>();
  const scrape = async (): Promise<void> => {
    // Microtasks only: no socket comes or goes meanwhile.
    const samples = samplesOf(await gateway.registry.metrics());
    scrapes += 1;
    const counted = countRecords(events);
    for (const [sample, count] of counted) {
      if (samples.get(sample) !== count) wrong.push(`${sample} ${samples.get(sample)}, of records ${count}`);
    }
    // Each write is one of these the moment it is made; the records leave out the control ping that a silent peer gets as well.
    if (samples.get('heartbeat_pings_sent_total') !== wire.pingsSent)
      wrong.push(`heartbeat_pings_sent_total ${samples.get('heartbeat_pings_sent_total')}, written ${wire.pingsSent}`);
    if (samples.get('heartbeat_connections') !== gateway.peers.size)
      wrong.push(`heartbeat_connections ${samples.get('heartbeat_connections')}, peers ${gateway.peers.size}`);
    const sum = (prefix: string): number =>
      [...samples].filter(([name]) => name.startsWith(prefix)).reduce((total, [, value]) => total + value, 0);
    const open = sum('heartbeat_connections_opened_total') - sum('heartbeat_connections_closed_total');
    if (open !== gateway.peers.size) wrong.push(`opened less closed ${open}, peers ${gateway.peers.size}`);
    for (const [sample, value] of last) {
      const isCounter = /_total|_count|_bucket/.test(sample);
      if (isCounter && (samples.get(sample) ?? 0) < value) wrong.push(`${sample} fell from ${value}`);
    }
    last = samples;
  };

  for (let step = 0; step < 60; step += 1) {
    for (let act = 0; act < 6; act += 1) {
      const [client] = [...clients].slice(Math.floor(random() * clients.size));
      if (!client || clients.size < 30) dial();
      else acts[Math.floor(random() * acts.length)]?.(client);
    }
    // oxlint-disable-next-line no-await-in-loop -- the load is to last
    await sleep(30);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await scrape();
  }
  await waitFor('a peer to be given up', () => gateway.stats().counters.timeouts > 0);
  const drained = gateway.drain({ overMs: 200 });
  dial();
  await waitFor('a refusal by the drain', async () => {
    await scrape();
    return (last.get('heartbeat_upgrades_refused_total{reason="draining"}') ?? 0) > 0;
  });
  for (const client of clients) client.terminate();
  await drained;
  await scrape();

  expect(wrong).toEqual([]);
  expect(scrapes).toBeGreaterThan(60);
  expect(last.get('heartbeat_connections')).toBe(0);
  for (const reason of ['abnormal', 'heartbeat_timeout', 'rate_limited']) {
    expect(last.get(`heartbeat_connections_closed_total{reason="${reason}"}`)).toBeGreaterThan(0);
  }
  for (const reason of ['origin', 'unauthorized', 'draining']) {
    expect(last.get(`heartbeat_upgrades_refused_total{reason="${reason}"}`)).toBeGreaterThan(0);
  }

  // Of hostile causes, clients, paths and sessions, nothing has become a label.
  const strange: string[] = [];
  for (const sample of last.keys()) {
    const [, labels = ''] = /\{(.*)\}$/s.exec(sample) ?? [];
    for (const [, name = '', value = ''] of labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) {
      if (!ALLOWED[name]?.(value)) strange.push(sample);
    }
  }
  expect(strange).toEqual([]);
  expect(last.size).toBeLessThan(400);
});
