import type { HeartbeatEvent } from '../../protocol/events.js';
import { checkInteger } from '../../protocol/options/optionRules.js';
import { report } from '../report.js';

/** Browsers queue 64 KiB for a page, beacons of others included (Fetch, keepalive). */
const MAX_BYTES = 60_000;
/**
 * JSON lines as text. With any other type, a page on another origin would have to ask first, which an ending page
 * cannot.
 */
const CONTENT_TYPE = 'text/plain;charset=UTF-8';

/** Where `beaconSink` sends, and how much at once. */
export interface BeaconOptions {
  /** A URL that takes a POST of JSON lines, as `text/plain`. */
  readonly url: string;
  /** Records that make a beacon. @default 50 */
  readonly batchSize?: number | undefined;
  /** How long fewer records wait, ms. @default 10_000 */
  readonly maxWaitMs?: number | undefined;
}

/** A `LogSink` that says what it had to drop. */
export interface BeaconSink {
  (record: HeartbeatEvent): void;
  /** Records that no beacon took: the oldest give way when 60 kB wait. */
  readonly droppedCount: number;
}

/**
 * Sends records to your server in batches, by `navigator.sendBeacon`, which outlives the page. What waits is sent when
 * the page is hidden or left, and what the browser refuses is tried again later. Make one for as long as the page
 * lives.
 *
 * @throws HeartbeatOptionError for an invalid option
 * @example
 * const beacon = beaconSink({ url: '/heartbeat-records' });
 * useHeartbeatSocket(url, { log: { sinks: [beacon] } });
 */
export function beaconSink({ url, batchSize = 50, maxWaitMs = 10_000 }: BeaconOptions): BeaconSink {
  checkInteger('beaconSink.batchSize', batchSize, 1);
  checkInteger('beaconSink.maxWaitMs', maxWaitMs);
  let lines: { readonly text: string; readonly bytes: number }[] = [];
  let waitingBytes = 0;
  let droppedCount = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (lines.length === 0) return;
    sendWhatFits();
    if (lines.length > 0) wait();
  }
  /** The browser's quota is shared with the page's other beacons: where all is too much, a part may still fit. */
  function sendWhatFits(): void {
    for (let count = lines.length; count > 0;) {
      const batch = lines.slice(0, count);
      const taken = send(batch.map(({ text }) => text).join(''));
      if (taken === undefined) return;
      if (taken) {
        lines = lines.slice(count);
        waitingBytes -= batch.reduce((sum, { bytes }) => sum + bytes, 0);
        count = Math.min(count, lines.length);
      } else count = Math.floor(count / 2);
    }
  }
  /** Whether the browser took it; undefined where it takes nothing. */
  function send(text: string): boolean | undefined {
    try {
      return navigator.sendBeacon(url, new Blob([text], { type: CONTENT_TYPE }));
    } catch (error) {
      // No browser, or no URL that it takes. In a timer the exception would end a Node process.
      report(error);
      return undefined;
    }
  }
  function wait(): void {
    timer ??= setTimeout(flush, maxWaitMs);
    // In Node a timer would keep the process alive; in a browser it is a number.
    (timer as { unref?: () => void }).unref?.();
  }
  function take(record: HeartbeatEvent): void {
    const text = `${JSON.stringify(record)}\n`;
    const bytes = new Blob([text]).size;
    lines.push({ text, bytes });
    waitingBytes += bytes;
    while (waitingBytes > MAX_BYTES) {
      waitingBytes -= lines.shift()?.bytes ?? 0;
      droppedCount += 1;
    }
    if (lines.length % batchSize === 0) flush();
    else wait();
  }

  if (typeof document !== 'undefined') {
    // On a phone, the last event of a page is that it is hidden. Safari tells some pages only that they are being left.
    addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') flush();
    });
  }
  return Object.defineProperty(take, 'droppedCount', { get: () => droppedCount }) as BeaconSink;
}
