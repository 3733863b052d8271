import type { HeartbeatEvent } from '../../protocol/events.js';
import { encodeRecords, parseRecordsWish, toHomeRecord, type RecordsWish } from '../../protocol/records.js';
import { ATTACH, type Part, type PartPort, type RecordsChannel } from '../part.js';

/** The first batch after an open is small: ten thousand clients may have come back at once. */
const FIRST_BATCH_BYTES = 4_096;
const FIRST_AFTER_MS = 1_000;
const FIRST_WITHIN_MS = 9_000;
const EVERY_MS = 10_000;
/** What waits to be sent; the oldest give way. Browsers queue 64 KiB of beacons for a page. */
const MAX_WAITING_BYTES = 60_000;
/** Of the frame, around its records. */
const FRAME_BYTES = 80;

/** Sends the log home. Made by `sendRecords`. Attached, it is told of every record. */
export type Telemetry = Part<(record: HeartbeatEvent) => void, [channel: RecordsChannel, random: () => number]>;

/**
 * Sends the records of the event log to a gateway that wants them (`collect`), so that an operator sees both ends of an
 * outage: over the socket some seconds after it is open and while nothing else waits to be sent, and by a beacon when the page ends. A
 * record holds numbers, yes or no, and words of closed lists: no message, error text, close reason or URL ever leaves the
 * page. What does not fit is dropped, and the gateway is told how much.
 *
 * @example createHeartbeatSocket('/ws', { telemetry: sendRecords() });
 */
export const sendRecords = (): Telemetry => ({ [ATTACH]: attach });

function attach(port: PartPort, channel: RecordsChannel, random: () => number): (record: HeartbeatEvent) => void {
  let waiting: string[] = [];
  let waitingBytes = 0;
  let dropped = 0;
  let isFirst = true;
  let timer: unknown;
  let listening: AbortController | undefined;

  const wish = (): RecordsWish | null => parseRecordsWish(channel.wants);
  const stop = (): void => {
    port.clock.clearTimeout(timer);
    timer = undefined;
  };
  const later = (ms: number): void => {
    timer ??= port.clock.setTimeout(() => {
      timer = undefined;
      sendBatch();
    }, ms);
  };
  /** As many of the oldest as fit. They go on waiting until they are sent. */
  const batchOf = (maxBytes: number): string[] => {
    let bytes = FRAME_BYTES;
    const fitting = waiting.findIndex((text) => (bytes += text.length + 1) > maxBytes);
    return fitting < 0 ? waiting : waiting.slice(0, fitting);
  };
  const forget = (batch: readonly string[]): void => {
    waiting = waiting.slice(batch.length);
    waitingBytes -= batch.reduce((sum, text) => sum + text.length, 0);
  };

  function sendBatch(): void {
    const wanted = wish();
    if (!wanted || waiting.length === 0) return;
    const batch = batchOf(isFirst ? Math.min(FIRST_BATCH_BYTES, wanted.maxBytes) : wanted.maxBytes);
    // Heartbeats and messages go first: while anything waits to be sent, records wait.
    if (channel.bufferedAmount === 0 && batch.length > 0 && channel.send(encodeRecords(batch, dropped))) {
      forget(batch);
      isFirst = false;
    }
    if (waiting.length > 0) later(EVERY_MS);
  }

  /** The page may be gone in a moment: a beacon outlives it. */
  function flush(): void {
    const wanted = wish();
    const url = wanted && homeOf(channel.address, wanted.path);
    const { ids, previousId } = channel;
    const { sessionId } = ids;
    const connectionId = ids.connectionId ?? previousId;
    if (!url || connectionId === undefined) return;
    for (let batch = batchOf(wanted.maxBytes - 256); batch.length > 0; batch = batchOf(wanted.maxBytes - 256)) {
      const body = [JSON.stringify({ sessionId, connectionId, dropped }), ...batch].join('\n');
      if (!navigator.sendBeacon(url, new Blob([body], { type: 'text/plain;charset=UTF-8' }))) return;
      forget(batch);
    }
  }

  function watchPage(): void {
    if (listening || typeof document === 'undefined') return;
    listening = new AbortController();
    addEventListener('pagehide', () => port.guard(flush), listening);
    document.addEventListener(
      'visibilitychange',
      () => {
        if (document.visibilityState === 'hidden') port.guard(flush);
      },
      listening,
    );
  }

  function keep(record: HeartbeatEvent): void {
    const home = toHomeRecord(record);
    if (!home) return;
    const text = JSON.stringify(home);
    waiting.push(text);
    waitingBytes += text.length;
    while (waitingBytes > MAX_WAITING_BYTES) {
      waitingBytes -= waiting.shift()?.length ?? 0;
      dropped += 1;
    }
  }

  return (record) => {
    keep(record);
    const { phase } = port.state();
    if (phase === 'closed') {
      listening?.abort();
      listening = undefined;
    } else watchPage();
    if (phase !== 'open') {
      // No timer outlives the connection, and the next one begins with a small batch.
      stop();
      isFirst = true;
    } else later(isFirst ? FIRST_AFTER_MS + random() * FIRST_WITHIN_MS : EVERY_MS);
  };
}

/** Where records are posted: a path of the host that the socket is at, and of no other, whatever a welcome says. */
function homeOf(address: string | undefined, path: string): string | null {
  if (address === undefined || !URL.canParse(path, address)) return null;
  const socket = new URL(address);
  const home = new URL(path, socket);
  return home.host === socket.host ? home.href.replace(/^ws/, 'http') : null;
}
