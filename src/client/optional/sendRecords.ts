import type { HeartbeatEvent } from '../../protocol/events.js';
import { encodeRecords, parseRecordsWish, toHomeRecord } from '../../protocol/records.js';
import type { Listeners } from '../../protocol/listeners.js';
import type { PageAdapter } from '../page.js';
import { ATTACH, type PartPort } from '../part.js';
import type { Transport, TransportSocket } from '../transport.js';
import { readWelcome } from './readWelcome.js';

/** The first batch after an open is small: ten thousand clients may have come back at once. */
const FIRST_BATCH_BYTES = 4_096;
const FIRST_AFTER_MS = 1_000;
const FIRST_WITHIN_MS = 9_000;
const EVERY_MS = 10_000;
/** What waits to be sent; the oldest give way. Browsers queue 64 KiB of beacons for a page. */
const MAX_WAITING_BYTES = 60_000;
/** Of the frame, around its records. */
const FRAME_BYTES = 110;

/** The parts of a connection that this part needs. */
interface Wired {
  readonly transport: Transport;
  readonly random: () => number;
  readonly page: PageAdapter;
}

/**
 * Sends the log to the gateway. Made by `sendRecords`. Once attached, it gets every record, and reads from and writes
 * to the socket itself, so that a page without it carries none of its code.
 */
export interface Telemetry {
  readonly [ATTACH]: <Config extends Wired>(
    port: PartPort,
    config: Config,
    onRecord: Listeners<[record: HeartbeatEvent]>,
  ) => Config;
}

/**
 * Sends the records of the event log to a gateway that wants them (`collect`), so that an operator sees both ends of an
 * outage: over the socket, some seconds after it is open and while nothing else waits to be sent, and by a beacon when
 * the page ends. A record holds only numbers, booleans and words from closed lists: no message, error text, close
 * reason or URL ever leaves the page. What does not fit is dropped, and the gateway is told how much.
 *
 * @example createHeartbeatSocket('/ws', { telemetry: sendRecords() });
 */
export const sendRecords = (): Telemetry => ({ [ATTACH]: attach });

function attach<Config extends Wired>(
  port: PartPort,
  config: Config,
  onRecord: Listeners<[record: HeartbeatEvent]>,
): Config {
  const { random, transport, page } = config;
  let waiting: string[] = [];
  let waitingBytes = 0;
  let dropped = 0;
  let sent = 0;
  let isFirst = true;
  let timer: unknown;
  let listening: AbortController | undefined;
  let socket: TransportSocket | undefined;
  /** The address of the gateway that wants records. */
  let address = '';
  /** The present socket is one of a gateway that wants them. */
  let isAsked = false;
  let wanted: ReturnType<typeof parseRecordsWish> = null;
  /** Of the last connection that was welcomed: a page may end while none is open. */
  let ids: Pick<HeartbeatEvent, 'sessionId' | 'connectionId'> = { connectionId: null };

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
    sent += batch.length;
    waitingBytes -= batch.reduce((sum, text) => sum + text.length, 0);
  };

  function sendBatch(): void {
    if (!wanted || !isAsked || waiting.length === 0) return;
    const batch = batchOf(isFirst ? Math.min(FIRST_BATCH_BYTES, wanted.maxBytes) : wanted.maxBytes);
    // Heartbeats and messages go first: while anything waits to be sent, records wait.
    if (socket?.bufferedAmount === 0 && batch.length > 0 && socket.send(encodeRecords(batch, dropped, sent))) {
      forget(batch);
      isFirst = false;
    }
    if (waiting.length > 0) later(EVERY_MS);
  }

  /** The page may be gone in a moment: a beacon outlives it. */
  function flush(): void {
    const { sessionId, connectionId } = ids;
    const url = wanted && homeOf(address, wanted.path);
    if (!wanted || !url || connectionId === null) return;
    for (let batch = batchOf(wanted.maxBytes - 256); batch.length > 0; batch = batchOf(wanted.maxBytes - 256)) {
      const body = [JSON.stringify({ sessionId, connectionId, dropped, sent }), ...batch].join('\n');
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

  function end(): void {
    stop();
    listening?.abort();
    listening = undefined;
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

  function hear(record: HeartbeatEvent): void {
    ids = { ...ids, sessionId: record.sessionId ?? null };
    keep(record);
    const { phase } = port.state();
    if (phase !== 'closed') watchPage();
    if (phase !== 'open') {
      // No timer outlives the connection, and the next one begins with a small batch.
      stop();
      isFirst = true;
    } else later(isFirst ? FIRST_AFTER_MS + random() * FIRST_WITHIN_MS : EVERY_MS);
  }

  onRecord.add(hear);
  return {
    ...config,
    page: {
      isHidden: () => page.isHidden(),
      isOnline: () => page.isOnline(),
      subscribe: (tell) => {
        // An adapter without types may return none.
        const undo = page.subscribe(tell) as (() => void) | undefined;
        return () => {
          undo?.();
          // The connection is over, which leaves no record where it was not open: nothing of this part stays behind.
          end();
        };
      },
    },
    transport: (request, handlers) => {
      let isWelcomed = false;
      isAsked = false;
      socket = transport(request, {
        ...handlers,
        message(event) {
          // Read until the welcome only: each read of the data costs.
          const welcome = isWelcomed ? null : readWelcome((event as { readonly data: unknown }).data);
          if (welcome) {
            isWelcomed = true;
            wanted = parseRecordsWish(welcome.wants);
            address = request.url;
            isAsked = wanted !== null;
            ids = { ...ids, connectionId: welcome.connectionId };
          }
          handlers.message(event);
        },
      });
      return socket;
    },
  };
}

/** Where records are posted: a path on the host of the socket, and on no other host, whatever a welcome says. */
function homeOf(address: string, path: string): string | null {
  try {
    const socket = new URL(address);
    const home = new URL(path, socket);
    return home.host === socket.host ? home.href.replace(/^ws/, 'http') : null;
  } catch {
    return null;
  }
}
