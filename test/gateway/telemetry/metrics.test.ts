import { Counter, Registry } from 'prom-client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHeartbeatGateway } from '../../../src/gateway/index.js';
import { ask, join, startGateway } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

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
