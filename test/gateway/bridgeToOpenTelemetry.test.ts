import * as api from '@opentelemetry/api';
import { MeterProvider, MetricReader, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { bridgeToOpenTelemetry } from '../../src/gateway/index.js';
import { join, startGateway, upgradeStatus } from '../support/gateway/gateways.js';
import { waitFor } from '../support/waitFor.js';

class Reader extends MetricReader {
  protected override onForceFlush = async (): Promise<void> => {};
  protected override onShutdown = async (): Promise<void> => {};
}

const reader = new Reader();
const provider = new MeterProvider({ readers: [reader] });
api.metrics.setGlobalMeterProvider(provider);
afterAll(async () => {
  await provider.shutdown();
  api.metrics.disable();
});

/** What an exporter would send: by name and attributes, a number or the count and sum of a histogram. */
async function exported(): Promise<Map<string, unknown>> {
  const { resourceMetrics } = await reader.collect();
  const scopes: ResourceMetrics['scopeMetrics'] = resourceMetrics.scopeMetrics;
  const points = scopes.flatMap(({ metrics }) =>
    metrics.flatMap(({ descriptor, dataPoints }) =>
      dataPoints.map(({ attributes, value }) => {
        const labels = Object.entries(attributes).map(([name, label]) => ` ${name}=${String(label)}`);
        const { count, sum } = value as { count?: number; sum?: number };
        return [
          `${descriptor.name}${labels.join('')} ${descriptor.unit}`,
          count === undefined ? value : { count, sum },
        ] as const;
      }),
    ),
  );
  return new Map(points);
}

it('gives OpenTelemetry the numbers of the gateway, until it is undone', async () => {
  const { gateway, url } = await startGateway({
    heartbeat: { intervalMs: 200, timeoutMs: 5_000 },
    requireOrigin: false,
    origins: ['https://app.example'],
  });
  const undo = bridgeToOpenTelemetry(gateway, api);
  const client = await join(url);
  const gone = await join(url);
  client.send({
    type: 'heartbeat.hello',
    client: 'x/1',
    attempt: 1,
    previous: { code: 1006, cause: 'closed', downMs: 3_000, shownMs: 2_000 },
  });
  client.send('{"type":"ping"}');
  await upgradeStatus(url, { Origin: 'https://evil.example' });
  gone.socket.close();
  await waitFor('a round trip', () => [...gateway.peers][0]?.latencyMs !== null && gateway.peers.size === 1);
  await waitFor('the reconnect', () => gateway.stats().reconnects.closed === 1);
  const { counters } = gateway.stats();
  const numbers = await exported();
  const shown = Object.fromEntries([...numbers].filter(([, value]) => value !== 0));
  expect(shown).toMatchObject({
    'heartbeat.server.active_connections {connection}': 1,
    'heartbeat.server.connections {connection}': 2,
    'heartbeat.server.connection.duration heartbeat.connection.status=normal s': { count: 1 },
    'heartbeat.server.upgrades.refused heartbeat.reason=origin {upgrade}': 1,
    'heartbeat.server.reconnects heartbeat.cause=closed {reconnect}': 1,
    'heartbeat.server.outage.duration heartbeat.shown=false s': { count: 1, sum: 3 },
    'heartbeat.server.outage.duration heartbeat.shown=true s': { count: 1, sum: 2 },
    'heartbeat.server.pings heartbeat.direction=received {ping}': 1,
    'heartbeat.server.interval s': 0.2,
    'heartbeat.server.timeout s': 5,
    'heartbeat.server.settings.version 1': 1,
  });
  expect(numbers.get('heartbeat.server.pongs heartbeat.direction=received {pong}')).toBeGreaterThanOrEqual(
    counters.pongsReceived,
  );
  expect(numbers.get('heartbeat.server.rtt s')).toMatchObject({ count: expect.any(Number) as number });
  expect(numbers.get('heartbeat.server.missed {interval}')).toBe(0);

  undo();
  undo();
  const before = await exported();
  await join(url);
  const pongs = gateway.stats().counters.pongsReceived;
  await waitFor('more round trips', () => gateway.stats().counters.pongsReceived > pongs + 1);
  // An SDK may go on exporting what it had; nothing new reaches it.
  expect(gateway.stats().counters.opened).toBe(3);
  expect((await exported()).get('heartbeat.server.connections {connection}') ?? 2).toBe(2);
  expect((await exported()).get('heartbeat.server.rtt s')).toEqual(before.get('heartbeat.server.rtt s'));
});

it('tells OpenTelemetry of an outage no more than the gateway saw of it', async () => {
  const { gateway, url } = await startGateway();
  onTestFinished(bridgeToOpenTelemetry(gateway, api));
  const arrive = async (sessionId: string, previous?: object) => {
    const client = await join(url);
    client.send({ type: 'heartbeat.hello', client: 'x/1', sessionId, attempt: 1, ...(previous && { previous }) });
    await waitFor('the hello', () => [...gateway.peers].some((peer) => peer.sessionId === sessionId));
    return client;
  };
  const sums = async () => {
    const numbers = await exported();
    const sumOf = (shown: boolean) =>
      (numbers.get(`heartbeat.server.outage.duration heartbeat.shown=${shown} s`) as { sum: number } | undefined)
        ?.sum ?? 0;
    return { down: sumOf(false), shown: sumOf(true) };
  };
  const before = await sums();
  const claimed = { code: 1006, cause: 'closed', downMs: 2_147_483_647, shownMs: 2_147_483_647 };
  const seen = await arrive('s-1');
  seen.socket.terminate();
  await waitFor('it to be gone', () => gateway.peers.size === 0);
  await arrive('s-1', claimed);
  const afterSeen = await sums();
  expect(afterSeen.down - before.down).toBeLessThan(60);
  expect(afterSeen.shown - before.shown).toBeLessThan(60);
  await arrive('forged', claimed);
  expect((await sums()).shown - afterSeen.shown).toBeCloseTo(300, 3);
});
