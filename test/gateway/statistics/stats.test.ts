import { describe, expect, it } from 'vitest';
import type { GatewayStats } from '../../../src/admin/schemas/stats.js';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import { ADMIN as admin, ask, join, startGateway } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

const TIMING = { heartbeat: { intervalMs: 5_000, timeoutMs: 15_000 } };
const HOUR_MS = 3_600_000;

async function startCounting() {
  const clock = createGatewayClock();
  const { port, url, gateway } = await startGateway({ ...TIMING, admin, clock, random: () => 0.5 });
  const stats = async (query: string): Promise<GatewayStats> => {
    const { status, text } = await ask(port, 'GET', `/heartbeat/stats?${query}`, { token: admin.viewerToken });
    expect(status).toBe(200);
    return JSON.parse(text) as GatewayStats;
  };
  return { clock, port, url, gateway, stats };
}

describe('the statistics of a period', () => {
  it('count heartbeats a minute and misses of the period, with a chart of them', async () => {
    const { clock, url, stats, gateway } = await startCounting();
    const client = await join(url);
    const silent = await join(url, 'silent');
    await clock.advance(60_000);
    await waitFor('the silent one to be given up', () => gateway.peers.size === 1);
    const { heartbeatsPerMinute, missedPerPeriod, chart, rttMs, connectionMs, period, at } =
      await stats('windowMs=60000');
    const { counters } = gateway.stats();
    const heartbeats = counters.pingsSent + counters.pingsReceived + counters.pongsSent + counters.pongsReceived;
    expect(heartbeatsPerMinute).toBeCloseTo(heartbeats, 0);
    expect(missedPerPeriod).toBe(counters.missed);
    expect(missedPerPeriod).toBeGreaterThan(0);
    expect(rttMs!.count).toBeGreaterThan(5);
    expect(connectionMs!.count).toBe(1);
    expect(period!.to).toBe(at);
    expect(chart!.bucketMs).toBe(10_000);
    expect(chart!.missed.values.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(counters.missed);
    expect(chart!.connectionsMax.values.some((most) => most === 2)).toBe(true);
    expect(chart!.connections.values.at(-1)).toBe(1);
    silent.socket.terminate();
    client.socket.terminate();
  });

  it('tell a time in which the process stood still as unknown, not as zero', async () => {
    const { clock, stats } = await startCounting();
    await clock.advance(30_000);
    clock.drift(120_000);
    await clock.advance(30_000);
    const { chart } = await stats('windowMs=180000');
    const unknown = chart!.missed.values.filter((value) => value === null).length;
    expect(unknown).toBeGreaterThanOrEqual(11);
    expect(chart!.missed.values.at(-1)).toBe(0);
  });

  it('reach back two days in buckets of five minutes, which add up to those of ten seconds', async () => {
    const { clock, url, stats, gateway } = await startCounting();
    const client = await join(url);
    await clock.advance(20 * 60_000);
    // Time passes between a question and its answer.
    clock.drift(5);
    const fine = await stats(`windowMs=${HOUR_MS}`);
    const coarse = await stats(`windowMs=${2 * HOUR_MS}`);
    expect(fine.chart!.bucketMs).toBe(10_000);
    expect(coarse.chart!.bucketMs).toBe(300_000);
    const sum = (values: readonly (number | null)[]): number =>
      values.reduce<number>((total, value) => total + (value ?? 0), 0);
    expect(sum(coarse.chart!.opened.values)).toBe(1);
    expect(sum(fine.chart!.heartbeatsPerMinute.values) / 6).toBeCloseTo(
      sum(coarse.chart!.heartbeatsPerMinute.values) * 5,
      0,
    );
    expect(coarse.missedPerPeriod).toBe(gateway.stats().counters.missed);
    client.socket.terminate();
  });

  it('tell the rate of heartbeats in the time that was seen, and count in the period that they name', async () => {
    const { clock, url, stats } = await startCounting();
    const client = await join(url);
    await clock.advance(10 * 60_000);
    // As many a minute as in ten minutes on end.
    const { heartbeatsPerMinute: perMinute } = await stats('windowMs=600000');
    expect(perMinute).toBeGreaterThan(10);
    const within = (rate: number | null | undefined) => expect(Number(rate) / perMinute!).toBeCloseTo(1, 0);
    // An hour of which ten minutes were seen; one bucket and a half; one that has just begun.
    within((await stats(`windowMs=${HOUR_MS}`)).heartbeatsPerMinute);
    await clock.advance(5_000);
    within((await stats('windowMs=10000')).heartbeatsPerMinute);
    within((await stats('windowMs=10000')).chart!.heartbeatsPerMinute.values.at(-1));
    // A minute of more than an hour ago is known in buckets of five.
    await clock.advance(2 * HOUR_MS);
    const from = clock.wallNow() - HOUR_MS - 120_000;
    const { heartbeatsPerMinute, period, chart } = await stats(`from=${from}&to=${from + 60_000}`);
    within(heartbeatsPerMinute);
    expect(period!.to - period!.from).toBe(chart!.at.length * 300_000);
    expect(period!.from).toBeLessThanOrEqual(from);
    client.socket.terminate();
  });

  it('tell what the heartbeats of a connection cost an hour, once a minute of one was seen', async () => {
    const { clock, url, stats } = await startCounting();
    const client = await join(url);
    await clock.advance(30_000);
    expect((await stats('windowMs=60000')).bytesPerHour).toBeUndefined();
    await clock.advance(10 * 60_000);
    // A ping and its pong every five seconds.
    expect((await stats('windowMs=600000')).bytesPerHour! / (720 * 80)).toBeCloseTo(1, 0);
    client.socket.terminate();
  });

  it('are of a period of the past, by from and to', async () => {
    const { clock, url, stats } = await startCounting();
    await clock.advance(60_000);
    const before = clock.wallNow();
    const client = await join(url);
    await clock.advance(60_000);
    expect((await stats(`from=${before - 60_000}&to=${before - 10_000}`)).chart!.opened.values).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
    client.socket.terminate();
  });

  /** A client that has said hello; `previous` is what it claims of the connection before. */
  const arrive = async (url: string, sessionId: string, previous?: object) => {
    const client = await join(url);
    client.send({ type: 'heartbeat.hello', client: 'test', sessionId, attempt: 0, ...(previous && { previous }) });
    return client;
  };
  const lost = { code: 1006, cause: 'closed' };

  it('say of a past period, and not of the present, how much of it people saw no outage', async () => {
    const { clock, url, stats, gateway } = await startCounting();
    await join(url);
    const gone = await arrive(url, 's-1');
    await waitFor('the hello', () => [...gateway.peers].some(({ sessionId }) => sessionId === 's-1'));
    await clock.advance(5 * 60_000);
    const before = clock.wallNow();
    gone.socket.terminate();
    await waitFor('it to be gone', () => gateway.peers.size === 1);
    await clock.advance(60_000);
    await arrive(url, 's-1', { ...lost, downMs: 40_000, shownMs: 40_000 });
    await waitFor('the outage', async () => (await stats('windowMs=60000')).outages!.undisturbed! < 0.9);
    expect((await stats(`from=${before - 60_000}&to=${before}`)).outages!.undisturbed).toBe(1);
  });

  it('count an outage for no longer than the gateway saw it', async () => {
    const { clock, url, stats, gateway } = await startCounting();
    await join(url);
    const gone = await arrive(url, 's-1');
    await waitFor('the hello', () => [...gateway.peers].some(({ sessionId }) => sessionId === 's-1'));
    await clock.advance(60_000);
    gone.socket.terminate();
    await waitFor('it to be gone', () => gateway.peers.size === 1);
    await clock.advance(5_000);
    await arrive(url, 's-1', { ...lost, downMs: 3_600_000, shownMs: 3_600_000 });
    await waitFor('the outage', async () => (await stats('windowMs=60000')).outages!.count === 1);
    const { outages } = await stats('windowMs=60000');
    expect(outages!.downMs.p99! / 5_000).toBeCloseTo(1, 0);
    expect(outages!.undisturbed).toBeGreaterThan(0.9);
    const metrics = await gateway.registry.metrics();
    expect(metrics).toContain('heartbeat_outage_seconds_sum{shown="false"} 5\n');
    expect(metrics).toContain('heartbeat_outage_seconds_sum{shown="true"} 5\n');
  });

  it('tell Prometheus of an outage that no one saw for five minutes at most', async () => {
    const { url, gateway } = await startCounting();
    await arrive(url, 'forged', { ...lost, downMs: 2_147_483_647, shownMs: 2_147_483_647 });
    await waitFor('the hello', () => gateway.stats().reconnects.closed === 1);
    expect(await gateway.registry.metrics()).toContain('heartbeat_outage_seconds_sum{shown="true"} 300\n');
  });

  it('show how late the event loop is now', async () => {
    const { clock, stats } = await startCounting();
    await clock.advance(1_000);
    await waitFor('the delay', async () => {
      const until = performance.now() + 300;
      while (performance.now() < until);
      return Number((await stats('windowMs=60000')).chart!.loopLagMs.values.at(-1)) > 200;
    });
  });

  it('are not moved beyond the budget by clients that claim outages which no one saw', async () => {
    const { clock, url, stats, gateway } = await startCounting();
    await join(url);
    await clock.advance(5 * 60_000);
    for (let forged = 0; forged < 40; forged += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one connection is enough at a time
      const client = await arrive(url, `forged-${forged}`, { ...lost, downMs: 300_000, shownMs: 300_000 });
      // oxlint-disable-next-line no-await-in-loop -- as above
      await waitFor('the hello', () => [...gateway.peers].at(-1)?.sessionId === `forged-${forged}`);
      client.socket.close(1000);
    }
    await waitFor('all to be gone', () => gateway.peers.size === 1);
    await clock.advance(10_000);
    const { outages } = await stats('windowMs=300000');
    expect(outages!.count).toBe(40);
    expect(outages!.undisturbed).toBeGreaterThanOrEqual(0.9949);
    expect(Math.max(...outages!.burn.map(({ rate }) => rate ?? 0))).toBeLessThanOrEqual(1.01);
    expect(gateway.stats().connections).toBe(1);
  });

  it.each([
    'windowMs=1',
    'windowMs=x',
    'windowMs=1e9',
    'from=5&to=4',
    'windowMs=60000&from=1',
    'from=-1',
    'windowMs=60000&per=peer',
    'to=99999999999999999999',
  ])('refuse %s, and say why', async (query) => {
    const { port } = await startCounting();
    const { status, text } = await ask(port, 'GET', `/heartbeat/stats?${query}`, { token: admin.viewerToken });
    expect(status).toBe(400);
    expect(JSON.parse(text).detail).toMatch(/windowMs|from|to|per/);
  });

  it('tell each gateway apart, with a chart of its own if that is asked for', async () => {
    const { gateway, stats } = await startCounting();
    const own = { gatewayId: gateway.id, connections: 0, status: 'accepting' };
    expect((await stats('windowMs=60000')).gateways).toEqual([own]);
    const { gateways, chart } = await stats('windowMs=60000&per=gateway');
    expect(gateways).toEqual([{ ...own, chart }]);
  });

  it('are not confused by a wall clock that is set', async () => {
    const { clock, stats } = await startCounting();
    await clock.advance(60_000);
    clock.jumpWall(5 * HOUR_MS);
    await clock.advance(20_000);
    const { chart } = await stats('windowMs=60000');
    expect(chart!.missed.values).toEqual([0, 0, 0, 0, 0, 0, 0].slice(0, chart!.missed.values.length));
  });
});
