import { PerformanceObserver, type PerformanceEntry } from 'node:perf_hooks';
import { expect, it, onTestFinished } from 'vitest';
import { performanceSink } from '../../../src/client/optional/performanceSink.js';
import { createOpenConnection } from '../../support/client/fakeConnection.js';
import { waitFor } from '../../support/waitFor.js';

interface Measure extends PerformanceEntry {
  readonly detail: { devtools: { track: string; color: string; properties: [string, string][] } };
}

/** What was measured, from now on. */
function observe(): Measure[] {
  const seen: Measure[] = [];
  const observer = new PerformanceObserver((list) => seen.push(...(list.getEntries() as Measure[])));
  observer.observe({ entryTypes: ['measure'] });
  onTestFinished(() => observer.disconnect());
  return seen;
}

it('draws attempts, pings, misses, connections and outages on one track, and leaves nothing in the page’s buffer', async () => {
  const seen = observe();
  const { socket, sockets, clock } = createOpenConnection({ log: { sinks: [performanceSink()] } });
  clock.advance(30_000);
  socket.close(1006);
  clock.advance(500);
  sockets.at(-1)?.open();
  sockets.at(-1)?.pong();
  const names = (): string[] => seen.map(({ name }) => name.replace('heartbeat-socket: ', ''));
  await waitFor('the outage', () => names().includes('outage'));
  expect([...new Set(names())].toSorted()).toEqual(['attempt', 'connection', 'missed', 'outage', 'ping']);
  expect(new Set(seen.map(({ detail }) => detail.devtools.track))).toEqual(new Set(['heartbeat-socket']));
  const connection = seen.find(({ name }) => name.endsWith('connection'));
  expect(connection?.detail.devtools.properties).toContainEqual(['cause', 'heartbeat-timeout']);
  expect(seen.every(({ duration }) => duration >= 0)).toBe(true);
  expect(performance.getEntriesByType('measure')).toEqual([]);
});
