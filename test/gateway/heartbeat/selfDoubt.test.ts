import { describe, expect, it } from 'vitest';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import { join, startGateway } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

const TIMING = { heartbeat: { intervalMs: 1_000, timeoutMs: 3_000 } };

async function peersOf(silent: number, answering: number) {
  const clock = createGatewayClock();
  const world = await startGateway({ ...TIMING, clock, random: () => 0.5 });
  const still = await Promise.all(Array.from({ length: silent }, () => join(world.url, 'silent')));
  const lively = await Promise.all(Array.from({ length: answering }, () => join(world.url)));
  /** Lets intervals pass, with the answers read in between, as they would be on a machine that keeps up. */
  const pass = async (count: number): Promise<void> => {
    if (count === 0) return;
    const before = lively.map((client) => client.frames('ping').length);
    await clock.advance(1_000);
    await waitFor('a ping for each', () =>
      lively.every((client, index) => client.closeCode !== null || client.frames('ping').length > (before[index] ?? 0)),
    );
    await clock.advance(0);
    await pass(count - 1);
  };
  return { clock, ...world, still, lively, pass };
}

describe('self-doubt after more than a fifth of all peers fell silent at once', () => {
  it('gives up on no peer for one timeout, and raises an alert', async () => {
    const { pass, gateway, events } = await peersOf(6, 14);
    await pass(2);
    await waitFor('the alert', () => events.some(({ kind }) => kind === 'alert.raised'));
    const alert = events.find(({ kind }) => kind === 'alert.raised');
    expect(alert).toMatchObject({
      rule: 'mass_silence',
      message: expect.stringMatching(
        /^Many peers fell silent at once, \d of 20 within one interval: no peer is given up on for 3 s$/,
      ),
    });
    await pass(2);
    expect(gateway.peers.size).toBe(20);
    expect(gateway.stats().counters.timeouts).toBe(0);
    await pass(3);
    await waitFor('the end of the doubt', () => gateway.peers.size === 14);
    expect(events.filter(({ kind }) => kind === 'alert.cleared')).toMatchObject([{ rule: 'mass_silence' }]);
    expect(gateway.stats().counters.timeouts).toBe(6);
  });

  it('loses none of them when they come back', async () => {
    const { pass, gateway, still, events } = await peersOf(6, 14);
    await pass(3);
    for (const client of still) client.socket.pong();
    await waitFor('life', () => [...gateway.peers].every(({ missedInRow }) => missedInRow === 0));
    expect(gateway.peers.size).toBe(20);
    expect(events.some(({ kind }) => kind === 'alert.raised')).toBe(true);
  });
});

it('holds silence against peers when it is a fifth of them or less', async () => {
  const { pass, gateway, events } = await peersOf(4, 16);
  await pass(5);
  await waitFor('the verdicts', () => gateway.peers.size === 16);
  expect(events.some(({ kind }) => kind === 'alert.raised')).toBe(false);
});

it('judges the few peers of a small gateway, however large their share is', async () => {
  const { pass, gateway, events } = await peersOf(3, 0);
  await pass(5);
  await waitFor('the verdicts', () => gateway.peers.size === 0);
  expect(events.some(({ kind }) => kind === 'alert.raised')).toBe(false);
});

it('raises an alert after its own event loop was late, and clears it after one timeout', async () => {
  const { clock, pass, events, gateway } = await peersOf(1, 1);
  await pass(1);
  clock.drift(60_000);
  await clock.advance(0);
  await waitFor('the alert', () => events.some(({ kind }) => kind === 'alert.raised'));
  expect(events.find(({ kind }) => kind === 'alert.raised')).toMatchObject({ rule: 'event_loop_late' });
  expect(gateway.peers.size).toBe(2);
  await clock.advance(3_000);
  await waitFor('its end', () => events.some(({ kind }) => kind === 'alert.cleared'));
});

it.each([
  ['while the gateway doubts itself, because they all miss their first heartbeat at once', 3_000],
  ['with a timeout that leaves no ping between the first one and the verdict', 1_000],
])('keeps pages for which only their browser answers %s', async (_when, timeoutMs) => {
  const clock = createGatewayClock();
  const { gateway, url } = await startGateway({ heartbeat: { intervalMs: 1_000, timeoutMs }, clock });
  const pages = await Promise.all(Array.from({ length: 20 }, () => join(url, 'control-only')));
  let controlPings = 0;
  for (const { socket } of pages) socket.on('ping', () => (controlPings += 1));
  const jsonPings = (): number => pages.reduce((sum, page) => sum + page.frames('ping').length, 0);
  for (let passedMs = 0; passedMs < 12_000; passedMs += 100) {
    await clock.advance(100);
    await waitFor('all pings are there, and answered', () => {
      const { pingsSent, pongsReceived } = gateway.stats().counters;
      return pingsSent === jsonPings() + controlPings && pongsReceived === controlPings;
    });
    expect(gateway.stats().counters.timeouts).toBe(0);
  }
  expect(gateway.peers.size).toBe(20);
  expect(controlPings).toBeGreaterThan(0);
});
