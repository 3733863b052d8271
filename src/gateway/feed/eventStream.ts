import type { ServerResponse } from 'node:http';
import type { HeartbeatEvent, HeartbeatEventKind } from '../../protocol/events.js';
import type { GatewayClock } from '../clock.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import { isBeat } from '../telemetry/lastingKinds.js';
import type { EventRing } from './eventRing.js';
import { readPosition, writeComment, writeLost, writeRecord } from './wire.js';

/**
 * How many bytes may wait in memory for one reader. Further records wait in the ring, and are lost when the ring
 * forgets them.
 */
const MAX_BUFFERED_BYTES = 262_144;
/** Written in one turn of the event loop. */
const TURN_BYTES = 65_536;
/** Proxies cut a connection that carries nothing, most of them after a minute. */
const COMMENT_EVERY_MS = 15_000;
/** A reader whose token is gone is cut within 5 s: asked about every 2 s, and answered within 2.5. */
const CHECK_EVERY_MS = 2_000;
const CHECK_WITHIN_MS = 2_500;
/** A reader that takes nothing for this long is cut, because it keeps a place that others could have. It can resume. */
const STUCK_AFTER_MS = 60_000;
/** How long the last bytes may take. */
const END_WITHIN_MS = 1_000;

/** What a reader asks for. */
export interface FeedQuestion {
  readonly kinds: ReadonlySet<HeartbeatEventKind>;
  /** Only records of this connection or session; null: of all. */
  readonly peer: string | null;
  /** `Last-Event-ID`; null: only what comes from now on. */
  readonly after: string | null;
}

/** One reader. */
export interface EventStream {
  /** Ends the response in order. */
  readonly end: () => void;
  /** The response is gone. */
  readonly stop: () => void;
}

/** What a stream needs of its feed. */
export interface StreamWorld {
  readonly clock: GatewayClock;
  readonly recorder: EventRecorder;
  readonly ring: EventRing;
  readonly gatewayId: string;
  readonly isAllowed: () => Promise<boolean>;
}

/** HTTP/2 has what is buffered elsewhere than its types say. */
const bufferedBytes = (response: ServerResponse): number =>
  response.writableLength ?? (response as { stream?: { writableLength?: number } }).stream?.writableLength ?? 0;

/** Begins to write to a reader: what it has missed, then what comes. */
export function openStream(response: ServerResponse, asked: FeedQuestion, world: StreamWorld): EventStream {
  const { clock, recorder, ring, gatewayId, isAllowed } = world;
  const { kinds, peer } = asked;
  const start = readPosition(asked.after, gatewayId, ring);
  let position = start.position;
  /** How many records this reader missed since it was last told; null: the number is unknown. */
  let lost: number | null = start.lost;
  let beats: { readonly seq: number; readonly text: string; readonly bytes: number }[] = [];
  let beatBytes = 0;
  let isPlanned = false;
  let isOver = false;
  let readAt = clock.now();
  let timers: unknown[] = [];

  const isWanted = ({ kind, connectionId, sessionId }: Pick<HeartbeatEvent, 'kind' | 'connectionId' | 'sessionId'>) =>
    kinds.has(kind) && (peer === null || connectionId === peer || sessionId === peer);
  const roomLeft = (): number => MAX_BUFFERED_BYTES - bufferedBytes(response);

  /** Writes what fits. The ring keeps the rest: a reader that is slow falls behind in it. */
  function pump(): void {
    isPlanned = false;
    if (isOver) return;
    const room = Math.min(roomLeft() - beatBytes, TURN_BYTES);
    const taken: { readonly seq: number; readonly text: string }[] = [];
    let bytes = 0;
    if (position < ring.first()) {
      if (lost !== null) lost += ring.first() - position;
      position = ring.first();
    }
    while (position < ring.next() && bytes < room - 4_096) {
      const kept = ring.get(position);
      position += 1;
      if (!kept || !isWanted(kept.record)) continue;
      const text = writeRecord(kept.json, `${kept.number}-${gatewayId}`);
      bytes += Buffer.byteLength(text);
      taken.push({ seq: kept.record.seq, text });
    }
    const lines = beats.length === 0 ? taken : [...taken, ...beats].toSorted((a, b) => a.seq - b.seq);
    const hasRoom = room > 4_096;
    const head = lost !== 0 && hasRoom ? writeLost(lost) : '';
    if (head !== '') lost = 0;
    beats = [];
    beatBytes = 0;
    const text = head + lines.map((line) => line.text).join('');
    if (text !== '') response.write(text);
    if (position < ring.next() && hasRoom) plan();
  }
  /** Many records of one turn are one write. */
  function plan(): void {
    if (isPlanned || isOver) return;
    isPlanned = true;
    clock.immediate(pump);
  }
  function takeBeat(record: HeartbeatEvent): void {
    if (!isWanted(record)) return;
    const text = writeRecord(JSON.stringify(record), null);
    const bytes = Buffer.byteLength(text);
    if (roomLeft() - beatBytes - bytes < TURN_BYTES) {
      if (lost !== null) lost += 1;
      return;
    }
    beats.push({ seq: record.seq, text, bytes });
    beatBytes += bytes;
    plan();
  }

  function stop(): void {
    isOver = true;
    for (const timer of timers) clock.clearTimeout(timer);
    timers = [];
    for (const undo of undos) undo();
    response.off('drain', drained);
  }
  function end(): void {
    if (isOver) return;
    stop();
    response.end();
    // A reader that reads nothing would hold up the close of its server.
    clock.setTimeout(() => response.destroy(), END_WITHIN_MS);
  }
  const every = (ms: number, act: () => void): void => {
    const index = timers.length;
    const again = (): void => {
      timers[index] = clock.setTimeout(() => {
        act();
        if (!isOver) again();
      }, ms);
    };
    again();
  };
  function comment(): void {
    if (bufferedBytes(response) === 0) readAt = clock.now();
    if (clock.now() - readAt > STUCK_AFTER_MS) return void response.destroy();
    if (roomLeft() > TURN_BYTES) response.write(writeComment());
  }
  function check(): void {
    const late = clock.setTimeout(end, CHECK_WITHIN_MS);
    void isAllowed()
      .catch(() => false)
      .then((allowed) => {
        clock.clearTimeout(late);
        if (!allowed) end();
      });
  }
  function drained(): void {
    readAt = clock.now();
    plan();
  }

  const live = [...kinds].filter(isBeat);
  const undos = [ring.onRecord(plan), ...(live.length === 0 ? [] : [recorder.subscribe(takeBeat, live)])];
  response.on('drain', drained);
  every(COMMENT_EVERY_MS, comment);
  every(CHECK_EVERY_MS, check);
  // The head reaches the reader with the first bytes.
  response.write(writeComment(true));
  plan();
  return { end, stop };
}
