import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHeartbeatGateway, type HeartbeatEvent, type HeartbeatGateway } from '../../src/gateway/index.js';
import { startChaosProxy, type ChaosProxy } from '../support/network/chaosProxy.js';
import { waitFor } from '../support/waitFor.js';
import { appForFile } from '../support/browser/appPage.js';

const TIMEOUT_MS = 3_000;
/** What the design promises on top of the timeout. */
const SLACK_MS = 250;

const app = appForFile();
let gateway: HeartbeatGateway;
let proxy: ChaosProxy;

beforeEach(async () => {
  gateway = createHeartbeatGateway({
    port: 0,
    host: '127.0.0.1',
    configFile: false,
    env: {},
    heartbeat: { intervalMs: 1_000, timeoutMs: TIMEOUT_MS },
  });
  await gateway.ready;
  proxy = await startChaosProxy({ target: { host: '127.0.0.1', port: gateway.address()?.port ?? 0 } });
});
afterEach(async () => {
  await proxy.close();
  await gateway.close();
});

it('a path that swallows everything: both sides notice by themselves, and the page dials again', async () => {
  const records: HeartbeatEvent[] = [];
  gateway.on('event', (record) => records.push(record));
  const page = await app.open(`${proxy.url}/ws`, { heartbeat: { intervalMs: 1_000, timeoutMs: TIMEOUT_MS } });
  await page.shows('open');
  await waitFor('a few beats', async () => (await page.events('pong.received')).length >= 2);

  proxy.blackhole();
  await page.shows('reconnecting');
  const { events, states } = await page.observed();
  const lastPong = events.findLast(({ kind }) => kind === 'pong.received');
  const unanswered = events.find(({ kind, seq }) => kind === 'ping.sent' && seq > (lastPong?.seq ?? 0));
  const left = states.find(({ status }) => status === 'reconnecting');
  const detectedMs = (left?.t ?? 0) - (unanswered?.t ?? 0);
  console.log(`left open ${Math.round(detectedMs)} ms after the first unanswered ping`);
  expect(detectedMs).toBeGreaterThanOrEqual(TIMEOUT_MS);
  expect(detectedMs).toBeLessThanOrEqual(TIMEOUT_MS + SLACK_MS);
  expect(states.find(({ status, t }) => status === 'degraded' && t < (left?.t ?? 0))).toBeDefined();
  expect(await page.snapshot()).toMatchObject({ cause: 'heartbeat-timeout' });

  // No close event came, from anywhere: TCP is open still, on both sides of the proxy.
  const accepted = proxy.connections.accepted;
  await waitFor('a new socket', () => proxy.connections.accepted > accepted, 5_000);
  await waitFor('the gateway to reap its half', () => gateway.peers.size === 0, TIMEOUT_MS + 5_000);
  expect(records).toContainEqual(expect.objectContaining({ kind: 'heartbeat.timeout' }));

  proxy.heal();
  proxy.resetAll();
  await page.shows('open', 20_000);
  expect(gateway.peers.size).toBe(1);
});
