import { AggregatorRegistry, Counter, Registry } from 'prom-client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHeartbeatGateway } from '../../../src/gateway/index.js';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import { ask, join, startGateway, upgradeStatus } from '../../support/gateway/gateways.js';
import { sleep, waitFor } from '../../support/waitFor.js';

describe('metrics', () => {
  it('says what is true at the scrape, with labels of closed sets', async () => {
    const { port, url, gateway } = await startGateway({
      metrics: { public: true },
      heartbeat: { intervalMs: 200, timeoutMs: 5_000 },
    });
    const client = await join(url);
    const gone = await join(url);
    client.send({
      type: 'heartbeat.hello',
      client: 'x/1',
      attempt: 1,
      previous: { code: 1006, cause: 'label="x"\n', downMs: 1 },
    });
    client.send('{"type":"ping"}');
    gone.socket.terminate();
    await waitFor('a round trip', () => [...gateway.peers][0]?.latencyMs !== null && gateway.peers.size === 1);
    await ask(port, 'GET', '/heartbeat/made-up');
    const { text, headers } = await ask(port, 'GET', '/heartbeat/metrics');
    expect(headers['content-type']).toContain('text/plain');
    for (const line of [
      'heartbeat_connections 1',
      'heartbeat_connections_opened_total 2',
      'heartbeat_connections_closed_total{reason="abnormal"} 1',
      'heartbeat_connections_closed_total{reason="heartbeat_timeout"} 0',
      'heartbeat_pings_received_total 1',
      'heartbeat_pongs_sent_total 1',
      'heartbeat_missed_total 0',
      'heartbeat_timeouts_total 0',
      'heartbeat_reconnects_total{cause="other"} 1',
      'heartbeat_interval_seconds 0.2',
      'heartbeat_timeout_seconds 5',
      'heartbeat_settings_version 1',
      'heartbeat_admin_requests_total{route="other",status="404"} 1',
    ]) {
      expect(text).toContain(`${line}\n`);
    }
    expect(text).toMatch(/^heartbeat_pings_sent_total [1-9]/m);
    expect(text).toMatch(/^heartbeat_pongs_received_total [1-9]/m);
    expect(text).toMatch(/^heartbeat_rtt_seconds_count [1-9]/m);
    expect(text).toMatch(/^heartbeat_event_loop_lag_seconds [\d.e-]+$/m);
    expect(text).not.toContain('label=');
    // A second scrape does not count again.
    const again = await gateway.registry.metrics();
    expect(again).toContain('heartbeat_connections_opened_total 2\n');
  });

  it('counts refused upgrades, by reason', async () => {
    const { url, gateway } = await startGateway({ requireOrigin: true });
    await upgradeStatus(url);
    await upgradeStatus(url.replace('/ws', '/nowhere'));
    await gateway.drain();
    await upgradeStatus(url);
    const text = await gateway.registry.metrics();
    for (const reason of ['origin', 'unknown_path', 'draining']) {
      expect(text).toContain(`heartbeat_upgrades_refused_total{reason="${reason}"} 1\n`);
    }
    expect(text).toContain('heartbeat_upgrades_refused_total{reason="host"} 0\n');
    expect(gateway.stats().counters.rejected).toBe(3);
  });

  it('adds up over worker processes only what is a sum', async () => {
    const { gateway, url } = await startGateway();
    await join(url);
    const worker = await gateway.registry.getMetricsAsJSON();
    const text = await AggregatorRegistry.aggregate([worker, worker]).metrics();
    expect(text).toContain('heartbeat_connections 2\n');
    expect(text).toContain('heartbeat_connections_opened_total 2\n');
    expect(text).toContain('heartbeat_interval_seconds 25\n');
    expect(text).toContain('heartbeat_timeout_seconds 75\n');
    expect(text).toContain('heartbeat_settings_version 1\n');
  });

  it('shows a delay of the event loop to each scraper, for at least a minute', async () => {
    const clock = createGatewayClock();
    const { port, gateway } = await startGateway({ clock, metrics: { public: true } });
    const lag = async (): Promise<number> =>
      Number(/^heartbeat_event_loop_lag_seconds (.+)$/m.exec(await gateway.registry.metrics())?.[1]);
    await waitFor('a delay that is measured', async () => {
      const until = performance.now() + 300;
      while (performance.now() < until);
      await sleep(60);
      return (await lag()) > 0.1;
    });
    await ask(port, 'HEAD', '/heartbeat/metrics');
    expect(await lag()).toBeGreaterThan(0.1);
    await clock.advance(50_000);
    expect(await lag()).toBeGreaterThan(0.1);
    expect(await lag()).toBeGreaterThan(0.1);
    await clock.advance(30_000);
    expect(await lag()).toBeLessThan(0.1);
  });

  it('lets one gateway use a registry, until that gateway is closed', async () => {
    const registry = new Registry();
    const make = () =>
      createHeartbeatGateway({ port: 0, host: '127.0.0.1', env: {}, configFile: false, metrics: { registry } });
    const first = make();
    onTestFinished(() => first.close());
    expect(make).toThrow(expect.objectContaining({ option: 'metrics.registry' }));
    await first.ready;
    await first.close();
    const second = make();
    await second.ready;
    await second.close();
    expect(await registry.metrics()).toBe('\n');
  });

  it('leaves a registry alone in which the application uses one of the names', async () => {
    const registry = new Registry();
    const name = 'heartbeat_pings_sent_total';
    const own = new Counter({ name, help: 'Pings of the application.', registers: [registry] });
    expect(() => createHeartbeatGateway({ port: 0, env: {}, configFile: false, metrics: { registry } })).toThrow(
      expect.objectContaining({ option: 'metrics.registry' }),
    );
    expect(registry.getMetricsAsArray()).toHaveLength(1);
    expect(registry.getSingleMetric(name)).toBe(own);
  });
});
