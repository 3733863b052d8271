import { describe, expect, it } from 'vitest';
import { join, startGateway, until } from '../../support/gateway/gateways.js';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';

const BEAT = { heartbeat: { intervalMs: 1_000, timeoutMs: 3_000 } };

async function crowd(silent: number, answering: number) {
  const clock = createGatewayClock();
  const world = await startGateway({ ...BEAT, clock, random: () => 0.5 });
  const still = await Promise.all(Array.from({ length: silent }, () => join(world.url, 'silent')));
  const lively = await Promise.all(Array.from({ length: answering }, () => join(world.url)));
  /** Beats, with the answers read in between, as they would be on a machine that keeps up. */
  const beats = async (count: number): Promise<void> => {
    if (count === 0) return;
    const before = lively.map((client) => client.frames('ping').length);
    await clock.advance(1_000);
    await until('an answer each', () =>
      lively.every((client, index) => client.closeCode !== null || client.frames('ping').length > (before[index] ?? 0)),
    );
    await clock.advance(0);
    await beats(count - 1);
  };
  return { clock, ...world, still, lively, beats };
}

describe('when more than a fifth of all fall silent at once', () => {
  it('nobody is given up for one timeout, and an alert says so', async () => {
    const { beats, gateway, events } = await crowd(6, 14);
    await beats(2);
    await until('the alert', () => events.some(({ kind }) => kind === 'alert.raised'));
    const alert = events.find(({ kind }) => kind === 'alert.raised');
    expect(alert).toMatchObject({ rule: 'mass_silence', message: expect.stringContaining('of 20 peers') });
    await beats(2);
    expect(gateway.peers.size).toBe(20);
    expect(gateway.stats().counters.timeouts).toBe(0);
    await beats(3);
    await until('the end of the doubt', () => gateway.peers.size === 14);
    expect(events.filter(({ kind }) => kind === 'alert.cleared')).toMatchObject([{ rule: 'mass_silence' }]);
    expect(gateway.stats().counters.timeouts).toBe(6);
  });

  it('and come back, none of them is lost', async () => {
    const { beats, gateway, still, events } = await crowd(6, 14);
    await beats(3);
    for (const client of still) client.socket.pong();
    await until('life', () => [...gateway.peers].every(({ missedInRow }) => missedInRow === 0));
    expect(gateway.peers.size).toBe(20);
    expect(events.some(({ kind }) => kind === 'alert.raised')).toBe(true);
  });
});

it('a fifth and less is the peers’ own affair', async () => {
  const { beats, gateway, events } = await crowd(4, 16);
  await beats(5);
  await until('the verdicts', () => gateway.peers.size === 16);
  expect(events.some(({ kind }) => kind === 'alert.raised')).toBe(false);
});

it('the few of a small gateway are judged, however large a share they are', async () => {
  const { beats, gateway, events } = await crowd(3, 0);
  await beats(5);
  await until('the verdicts', () => gateway.peers.size === 0);
  expect(events.some(({ kind }) => kind === 'alert.raised')).toBe(false);
});

it('an event loop that was late raises an alert, and clears it after one timeout', async () => {
  const { clock, beats, events, gateway } = await crowd(1, 1);
  await beats(1);
  clock.drift(60_000);
  await clock.advance(0);
  await until('the alert', () => events.some(({ kind }) => kind === 'alert.raised'));
  expect(events.find(({ kind }) => kind === 'alert.raised')).toMatchObject({ rule: 'event_loop_late' });
  expect(gateway.peers.size).toBe(2);
  await clock.advance(3_000);
  await until('its end', () => events.some(({ kind }) => kind === 'alert.cleared'));
});

it.each([
  ['while the gateway doubts itself, as they all miss their first beat at once', 3_000],
  ['by a timeout that leaves no beat between the first ping and the verdict', 1_000],
])('pages that only their browser answers for are not given up %s', async (_when, timeoutMs) => {
  const clock = createGatewayClock();
  const { gateway, url } = await startGateway({ heartbeat: { intervalMs: 1_000, timeoutMs }, clock });
  const pages = await Promise.all(Array.from({ length: 20 }, () => join(url, 'control-only')));
  let controlPings = 0;
  for (const { socket } of pages) socket.on('ping', () => (controlPings += 1));
  const jsonPings = (): number => pages.reduce((sum, page) => sum + page.frames('ping').length, 0);
  for (let passedMs = 0; passedMs < 12_000; passedMs += 100) {
    await clock.advance(100);
    await until('all pings are there, and answered', () => {
      const { pingsSent, pongsReceived } = gateway.stats().counters;
      return pingsSent === jsonPings() + controlPings && pongsReceived === controlPings;
    });
    expect(gateway.stats().counters.timeouts).toBe(0);
  }
  expect(gateway.peers.size).toBe(20);
  expect(controlPings).toBeGreaterThan(0);
});
