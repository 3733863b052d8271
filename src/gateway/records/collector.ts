import type { HeartbeatEvent } from '../../protocol/events.js';
import { isCount, type Fields } from '../../protocol/frameFields.js';
import type { HelloFrame } from '../../protocol/frames.js';
import { isHomeId, toHomeRecord, type RecordsWish } from '../../protocol/records.js';
import type { GatewayClock } from '../clock.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import { printable } from '../telemetry/printable.js';
import { SessionStore, type RecordLimits, type Session } from './sessionStore.js';

/** The longest frame and the longest body that clients may send. */
const MAX_BATCH_BYTES = 16_384;
/** The most records in one batch. Records are too long for more than this to fit. */
const MAX_BATCH_RECORDS = 512;
/** The most bytes taken from all clients together in a second. The rest is dropped, so that heartbeats go first. */
const MAX_BYTES_PER_SECOND = 1_048_576;
const SECOND_MS = 1_000;

/** What a collector needs of the gateway. */
export interface CollectorWorld {
  readonly clock: GatewayClock;
  readonly recorder: EventRecorder;
  readonly gatewayId: string;
  /** The longest message that its sockets take, bytes. */
  readonly maxPayload: number;
  /** Where pages post the records of their end. */
  readonly path: string;
}

/** A connection, as a collector knows it. */
export interface RecordedPeer {
  readonly id: string;
  readonly remote: string;
  readonly openedAt: number;
  readonly sessionId: string | null;
}

/** Collects the records of clients, beside the gateway's own of the same sessions. */
export interface Collector {
  /** What the welcome asks for. */
  readonly wish: RecordsWish;
  readonly hello: (peer: RecordedPeer, hello: HelloFrame) => void;
  /** Takes a frame of records. What is no record is dropped and counted; the connection stays. */
  readonly take: (peer: RecordedPeer, frame: string) => void;
  /** Takes JSON lines, of which the first says whose they are. False: no such connection of such a session. */
  readonly takeLines: (text: string) => boolean;
  readonly find: (sessionId: string) => Session | undefined;
  readonly stop: () => void;
}

/** Makes a collector, which is told of the gateway's records from now on. */
export function createCollector(limits: RecordLimits, world: CollectorWorld): Collector {
  const { clock, recorder, gatewayId } = world;
  const store = new SessionStore(limits);
  const wish = { path: world.path, maxBytes: Math.min(MAX_BATCH_BYTES, Math.floor(world.maxPayload / 2)) };
  let secondAt = Number.NEGATIVE_INFINITY;
  let bytesOfSecond = 0;

  const isWithinRate = (bytes: number): boolean => {
    const now = clock.now();
    if (now - secondAt >= SECOND_MS) {
      secondAt = now;
      bytesOfSecond = 0;
    }
    bytesOfSecond += bytes;
    return bytesOfSecond <= MAX_BYTES_PER_SECOND;
  };
  const holds = (session: Session | undefined, connectionId: unknown): boolean =>
    session?.connections.some((connection) => connection.connectionId === connectionId) ?? false;
  /** Only a session that has this connection: a forged id joins nothing. */
  const sessionOf = (sessionId: unknown, connectionId: unknown): Session | undefined => {
    if (!isHomeId(sessionId) || !isHomeId(connectionId)) return undefined;
    const now = clock.now();
    const session = store.get(sessionId, now);
    if (holds(session, connectionId)) return session;
    return store.get(twinOf(sessionId, connectionId), now);
  };

  /** @param sessionId as the client has it, of which the session may be a twin */
  function keepAll(session: Session, sessionId: unknown, records: readonly unknown[], told: Fields): void {
    noteSent(session, records.length, told['sent']);
    const { dropped } = told;
    // The client's count is of all that it ever dropped, so the largest one is the one that holds.
    const toldLost = isCount(dropped) ? dropped : 0;
    let lost = Math.max(0, records.length - MAX_BATCH_RECORDS);
    for (const given of records.slice(0, MAX_BATCH_RECORDS)) {
      const record = toHomeRecord(given);
      const { connectionId = null } = record ?? {};
      const isOfSession = connectionId === null || sessionOf(sessionId, connectionId) !== undefined;
      if (record && isOfSession) {
        store.keep(session, { ...record, side: 'client', gatewayId, sessionId: session.id } as object, clock.now());
      } else lost += 1;
    }
    session.lost += lost;
    session.toldLost = Math.max(session.toldLost, toldLost);
  }

  const unsubscribe = recorder.subscribe((record: HeartbeatEvent) => {
    const session = sessionOf(record.sessionId, record.connectionId);
    if (!session) return;
    store.keep(session, record, clock.now());
    const connection = session.connections.find(({ connectionId }) => connectionId === record.connectionId);
    if (!connection || record.kind !== 'connection.closed') return;
    connection.closedAt = record.at;
    connection.closeReason = record.cause;
    connection.silentMs = record.silentMs ?? null;
    connection.ageMs = record.openMs;
  });

  return {
    wish,
    hello({ id: connectionId, remote, openedAt }, { client, sessionId, at, previous }) {
      if (!isHomeId(sessionId)) return;
      const now = clock.wallNow();
      // The client wrote its time between the welcome, which it had read, and now. A wall clock may be set back meanwhile.
      const sample =
        at === undefined ? null : { offsetMs: at - (openedAt + now) / 2, errorMs: Math.abs(now - openedAt) / 2 };
      const { downMs = null, shownMs = null } = previous ?? {};
      const before = store.get(sessionId, clock.now());
      const open = before?.connections.find(({ closedAt }) => closedAt === null);
      // A client may be back before the gateway has noticed that it was gone. It names the connection that it lost.
      const isTwin = open !== undefined && !holds(before, previous?.connectionId);
      if (isTwin)
        recorder.record('session.doubled', { openConnectionId: open.connectionId }, { id: connectionId, remote });
      store.join(
        isTwin ? twinOf(sessionId, connectionId) : sessionId,
        printable(client, 100),
        {
          connectionId,
          remote,
          openedAt,
          closedAt: null,
          closeReason: null,
          silentMs: null,
          ageMs: null,
          clock: sample,
          downMs,
          // A person cannot have seen an outage for longer than it lasted.
          shownMs: shownMs === null ? null : Math.min(shownMs, downMs ?? 0),
        },
        clock.now(),
      );
    },
    take(peer, frame) {
      const session = sessionOf(peer.sessionId, peer.id);
      if (!session) return;
      // This runs before anything is parsed, so that what thousands of clients send at once costs no more than reading
      // its length.
      if (frame.length > wish.maxBytes || !isWithinRate(Buffer.byteLength(frame))) {
        return refuse(session, recordsIn(frame), sentIn(frame));
      }
      const told = Object(parse(frame)) as Fields;
      const { records } = told;
      if (Array.isArray(records)) keepAll(session, peer.sessionId, records, told);
      else refuse(session, 1, told['sent']);
    },
    takeLines(text) {
      const [head, ...lines] = text.split('\n');
      const told = Object(parse(head ?? '')) as Fields;
      const { sessionId, connectionId } = told;
      const session = sessionOf(sessionId, connectionId);
      if (!session) return false;
      if (isWithinRate(Buffer.byteLength(text))) keepAll(session, sessionId, lines.filter(Boolean).map(parse), told);
      else refuse(session, lines.length, told['sent']);
      return true;
    },
    find: (sessionId) => store.get(sessionId, clock.now()),
    stop: unsubscribe,
  };
}

/** How many records a frame has that is not parsed: each has a kind. */
function recordsIn(frame: string): number {
  let count = 0;
  for (let at = frame.indexOf(KIND); at >= 0; at = frame.indexOf(KIND, at + KIND.length)) count += 1;
  return Math.max(1, count);
}
const KIND = '"kind":';

/** What such a frame says of the records before its own, where our encoder writes it. */
function sentIn(frame: string): number | undefined {
  const [, sent] = SENT.exec(frame.slice(0, MAX_HEAD)) ?? [];
  return sent === undefined ? undefined : Number(sent);
}
const SENT = /^\{"type":"heartbeat\.records","dropped":\d{1,15},"sent":(\d{1,15}),/;
const MAX_HEAD = 100;

/** It came, and is not kept. */
function refuse(session: Session, count: number, sent: unknown): void {
  noteSent(session, count, sent);
  session.lost += count;
}

/** What comes by a beacon may come after what was sent later. */
function noteSent(session: Session, count: number, sent: unknown): void {
  session.arrived += count;
  if (!isCount(sent)) return;
  session.sentFrom = Math.min(session.sentFrom ?? sent, sent);
  session.sentTo = Math.max(session.sentTo, sent + count);
}

/** The time line of a connection whose session has another that is open: two pages that say they are one. */
const twinOf = (sessionId: string, connectionId: string): string => `${sessionId}~${connectionId}`;

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
