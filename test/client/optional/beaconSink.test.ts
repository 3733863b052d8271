import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { beaconSink } from '../../../src/client/optional/beaconSink.js';
import type { HeartbeatEvent } from '../../../src/protocol/events.js';

const record = (seq: number, reason = ''): HeartbeatEvent =>
  ({ at: 0, seq, side: 'client', kind: 'probe.started', reason }) as unknown as HeartbeatEvent;

let beacons: Blob[] = [];
let isRefusing = false;
const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
const left = new EventTarget();
/** The numbers of the records of a beacon. */
const seqsOf = async (beacon: Blob | undefined): Promise<number[]> =>
  ((await beacon?.text()) ?? '')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { seq: number }).seq);

beforeEach(() => {
  beacons = [];
  isRefusing = false;
  page.visibilityState = 'visible';
  vi.useFakeTimers();
  vi.stubGlobal('document', page);
  vi.stubGlobal('addEventListener', left.addEventListener.bind(left));
  vi.stubGlobal('navigator', {
    sendBeacon: (_url: string, body: Blob) => {
      if (!isRefusing) beacons.push(body);
      return !isRefusing;
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('sends a batch at once, and less than that after a while', async () => {
  const beacon = beaconSink({ url: '/records', batchSize: 2 });
  [1, 2, 3].forEach((seq) => beacon(record(seq)));
  expect(beacons).toHaveLength(1);
  vi.advanceTimersByTime(10_000);
  expect(await Promise.all(beacons.map(seqsOf))).toEqual([[1, 2], [3]]);
  vi.advanceTimersByTime(60_000);
  expect(beacons).toHaveLength(2);
});

it.each([
  ['hidden', () => ((page.visibilityState = 'hidden'), page.dispatchEvent(new Event('visibilitychange')))],
  ['left', () => left.dispatchEvent(new Event('pagehide'))],
])('sends what waits when the page is %s', async (_how, end) => {
  const beacon = beaconSink({ url: '/records' });
  beacon(record(1));
  end();
  expect(await seqsOf(beacons[0])).toEqual([1]);
});

it('keeps what the browser refuses, within 60 kB, and counts what gives way', async () => {
  const beacon = beaconSink({ url: '/records', batchSize: 10 });
  isRefusing = true;
  for (let seq = 0; seq < 100; seq += 1) beacon(record(seq, '€'.repeat(333)));
  expect(beacon.droppedCount).toBeGreaterThan(40);
  isRefusing = false;
  vi.advanceTimersByTime(10_000);
  expect((beacons[0] as Blob).size).toBeLessThanOrEqual(60_000);
  const seqs = await seqsOf(beacons[0]);
  expect(seqs).toHaveLength(100 - beacon.droppedCount);
  expect(seqs.at(-1)).toBe(99);
});

it('sends what fits when the page has little of its quota left, and keeps the rest in order', async () => {
  const quota = 900;
  const sending = vi.spyOn(navigator, 'sendBeacon').mockImplementation((_url, body) => {
    const isTaken = (body as Blob).size <= quota;
    if (isTaken) beacons.push(body as Blob);
    return isTaken;
  });
  const beacon = beaconSink({ url: '/records' });
  for (let seq = 1; seq <= 20; seq += 1) beacon(record(seq, 'x'.repeat(100)));
  left.dispatchEvent(new Event('pagehide'));
  const seqs = (await Promise.all(beacons.map(seqsOf))).flat();
  expect(seqs).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(beacon.droppedCount).toBe(0);
  sending.mockRestore();
});

it('needs no permission on another origin: a page that ends cannot ask first', () => {
  const beacon = beaconSink({ url: 'https://records.test/' });
  beacon(record(1));
  left.dispatchEvent(new Event('pagehide'));
  expect(beacons[0]?.type).toBe('text/plain;charset=utf-8');
});

it('takes a browser that throws for one that refuses, and says what it threw', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const sending = vi.spyOn(navigator, 'sendBeacon').mockImplementation(() => {
    throw new TypeError('no such URL');
  });
  const beacon = beaconSink({ url: '/records' });
  beacon(record(1));
  vi.advanceTimersByTime(10_000);
  expect(said).toHaveBeenCalledWith(expect.objectContaining({ message: 'no such URL' }));
  said.mockRestore();
  sending.mockRestore();
  vi.advanceTimersByTime(10_000);
  expect(await seqsOf(beacons[0])).toEqual([1]);
});

it.each([
  ['batchSize', 0],
  ['maxWaitMs', Number.NaN],
])('refuses a %s of %s by name', (option, value) => {
  expect(() => beaconSink({ url: '/records', [option]: value })).toThrow(`beaconSink.${option} must be`);
});

it('keeps no Node process alive', () => {
  const unref = vi.fn();
  const started = vi.spyOn(globalThis, 'setTimeout').mockReturnValue({ unref } as never);
  beaconSink({ url: '/records' })(record(1));
  started.mockRestore();
  expect(unref).toHaveBeenCalledOnce();
});
