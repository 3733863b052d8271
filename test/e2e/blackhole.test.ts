import { expect, it } from 'vitest';
import { appForFile } from '../support/browser/appPage.js';
import { watchLateness } from '../support/browser/lateness.js';
import { startGateway } from '../support/gateway/gateways.js';
import { startChaosProxy } from '../support/network/chaosProxy.js';
import { waitFor } from '../support/waitFor.js';

const TIMEOUT_MS = 3_000;
/** What the design promises on top of the timeout. */
const SLACK_MS = 250;
const heartbeat = { intervalMs: 1_000, timeoutMs: TIMEOUT_MS };

const app = appForFile();

it('A1: both sides of a path that swallows everything notice by themselves, and the page dials again', async () => {
  const { gateway, port, events: records } = await startGateway({ heartbeat });
  const proxy = await startChaosProxy({ target: { port } });
  const page = await app.open(`${proxy.url}/ws`, { heartbeat });
  await page.shows('open');
  await waitFor('two pongs', async () => (await page.events('pong.received')).length >= 2);

  const lateness = await watchLateness(page.page);
  proxy.blackhole();
  await page.shows('reconnecting');
  const { events, states } = await page.observed();
  // Any frame answers a ping: the gateway's own may have come through after the last pong.
  const lastHeard = events.findLast(({ kind }) => kind === 'pong.received' || kind === 'ping.received');
  const unanswered = events.find(({ kind, seq }) => kind === 'ping.sent' && seq > (lastHeard?.seq ?? 0));
  const left = states.find(({ status }) => status === 'reconnecting');
  const detectedMs = (left?.t ?? 0) - (unanswered?.t ?? 0);
  console.log(`left open ${Math.round(detectedMs)} ms after the first unanswered ping`);
  // On a busy machine the page may be late to hear of either of the two instants.
  const lateMs = await lateness();
  expect(detectedMs).toBeGreaterThanOrEqual(TIMEOUT_MS - lateMs);
  expect(detectedMs).toBeLessThanOrEqual(TIMEOUT_MS + SLACK_MS + lateMs);
  expect(states.find(({ status, t }) => status === 'degraded' && t < (left?.t ?? 0))).toBeDefined();
  expect(await page.snapshot()).toMatchObject({ cause: 'heartbeat-timeout' });

  // No close event came, from anywhere: TCP is still open on both sides of the proxy.
  const { accepted } = proxy.connections;
  await waitFor('a new socket', () => proxy.connections.accepted > accepted);
  await waitFor('the gateway to terminate its half', () => gateway.peers.size === 0);
  expect(records).toContainEqual(expect.objectContaining({ kind: 'heartbeat.timeout' }));

  proxy.heal();
  proxy.resetAll();
  await page.shows('open');
  expect(gateway.peers.size).toBe(1);
});
