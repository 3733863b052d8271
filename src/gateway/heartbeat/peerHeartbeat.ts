import type { Buffer } from 'node:buffer';
import { pingBytes, pongBytes } from './beatFrames.js';
import type { ConnectionContext } from '../peers/connectionContext.js';
import { isBeatDue, judge, type Pulse } from './liveness.js';
import type { PeerSocket } from '../peerSocket.js';

/** How much of our dialect a peer has shown to speak; it only ever rises. */
export type Dialect =
  /** Nothing yet. A ping is exactly `{"type":"ping"}`. */
  | 'unknown'
  /** It has not answered, and never has: control pings are added, which a browser answers by itself. */
  | 'doubtful'
  /** It answers JSON pings. */
  | 'json'
  /** It knows ids, so ours carry one. */
  | 'ids';

/**
 * What a connection remembers of its heartbeats. Fields of the connection itself, and instants in whole milliseconds:
 * an object or a fraction more costs memory ten thousand times.
 */
export interface Heart extends Pulse {
  readonly id: string;
  readonly remote: string;
  readonly socket: PeerSocket;
  dialect: Dialect;
  /** When the last ping left, for its round trip; null when its pong has come, or could not be told from another's. */
  pingTimedAt: number | null;
  /** Pongs we have asked for. They are no flood, whenever they come. */
  pongsOwed: number;
  latencyMs: number | null;
  /** Writes text to the socket while it is open. */
  writeText(bytes: Buffer): void;
}

/** Passes the verdict that is due at `now` and acts on it; `false`: the peer is to be given up. */
export function beat(heart: Heart, now: number, context: ConnectionContext): boolean {
  const { doubt, timing, pingMode } = context;
  const verdict = judge(heart, now, timing(), pingMode);
  if (verdict === 'rest') return true;
  const { intervalMs, timeoutMs } = timing();
  const isOverdue = isBeatDue(heart.pingedAt ?? now, now, intervalMs);
  // Whether or not silence may be held against it: when it may again, the peer must have been asked. And at once when no
  // beat lies between this ping and the verdict on it.
  const isUnanswered = verdict !== 'ping' && isOverdue;
  if (heart.dialect === 'unknown' && (isUnanswered || timeoutMs < 2 * intervalMs)) heart.dialect = 'doubtful';
  // The interval that runs out together with the timeout was missed like those before it.
  if (doubt.mayJudge && isUnanswered) miss(heart, now, context);
  // Asked again, as this very miss may be the one that raises the doubt.
  if (doubt.mayJudge && verdict === 'dead') return recordTimeout(heart, now, context);
  // A verdict that may not be passed still begs the question: an overdue ping is repeated, not more than once a beat.
  if (verdict === 'ping' || isOverdue) ping(heart, now, context);
  return true;
}

/** Answers a ping of the peer. */
export function answerPing(heart: Heart, id: number | undefined, context: ConnectionContext): void {
  const { tally, recorder, maxBufferedBytes } = context;
  if (id !== undefined) heart.dialect = 'ids';
  const details = id === undefined ? {} : { id };
  tally.counters.pingsReceived += 1;
  recorder.record('ping.received', details, heart);
  if (heart.socket.bufferedAmount > maxBufferedBytes) return;
  heart.writeText(pongBytes(id));
  tally.counters.pongsSent += 1;
  recorder.record('pong.sent', details, heart);
}

/** Takes the answer to a ping of ours, and its time if it can be told. */
export function takePong(heart: Heart, id: number | undefined, context: ConnectionContext): void {
  const { clock, tally, recorder, observeRtt } = context;
  const knowsIds = heart.dialect === 'ids';
  if (!knowsIds) heart.dialect = 'json';
  tally.counters.pongsReceived += 1;
  const details = id === undefined ? {} : { id };
  // An answer to an older ping says nothing of the time of this one (Karn's rule, RFC 6298, section 3).
  const isOfLastPing = id === undefined ? !knowsIds : id === heart.pingCount;
  if (heart.pingTimedAt === null || !isOfLastPing) return recorder.record('pong.received', details, heart);
  const rttMs = Math.max(0, clock.now() - heart.pingTimedAt);
  heart.pingTimedAt = null;
  heart.latencyMs = rttMs;
  observeRtt(rttMs);
  recorder.record('pong.received', { ...details, rttMs }, heart);
}

/** Takes the answer to a control ping; the platform under the page gave it. */
export function takeControlPong(heart: Heart, { tally, recorder }: ConnectionContext): void {
  tally.counters.pongsReceived += 1;
  recorder.record('pong.received', {}, heart);
}

function miss(heart: Heart, now: number, { doubt, tally, recorder }: ConnectionContext): void {
  if (heart.missedInRow === 0) doubt.fellSilent(now);
  heart.missedInRow += 1;
  tally.counters.missed += 1;
  recorder.record('heartbeat.missed', { missedInRow: heart.missedInRow, silentMs: now - heart.seenAt }, heart);
}

function recordTimeout(heart: Heart, now: number, { tally, recorder, timing }: ConnectionContext): false {
  tally.counters.timeouts += 1;
  recorder.record('heartbeat.timeout', { silentMs: now - heart.seenAt, timeoutMs: timing().timeoutMs }, heart);
  return false;
}

function ping(heart: Heart, now: number, { clock, tally, recorder }: ConnectionContext): void {
  const isFirst = heart.unansweredSince === null;
  heart.pingCount += 1;
  const id = heart.dialect === 'ids' ? heart.pingCount : undefined;
  // Without ids, the pong to a repeated ping may be that to the first.
  heart.pingTimedAt = id !== undefined || isFirst ? clock.now() : null;
  heart.pingedAt = now;
  heart.unansweredSince ??= now;
  heart.pongsOwed = isFirst ? 1 : heart.pongsOwed + 1;
  heart.writeText(pingBytes(id));
  tally.counters.pingsSent += 1;
  recorder.record('ping.sent', id === undefined ? {} : { id }, heart);
  if (heart.dialect !== 'doubtful') return;
  heart.socket.ping();
  heart.pongsOwed += 1;
  tally.counters.pingsSent += 1;
}
