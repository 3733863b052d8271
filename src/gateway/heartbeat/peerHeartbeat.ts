import type { Buffer } from 'node:buffer';
import type { HeartbeatTiming } from '../../protocol/frames.js';
import type { GatewayClock } from '../clock.js';
import { hasUnread, type PeerSocket } from '../peerSocket.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import type { Tally } from '../telemetry/tally.js';
import { noteBytes, type ArrivingBytes } from './arrivingBytes.js';
import { isIntervalOver, judge, silenceOf, type PeerLiveness, type PingMode } from './liveness.js';
import { pingBytes, pongBytes } from './pingPongBytes.js';
import type { SelfDoubt } from './selfDoubt.js';

/** How much of our dialect a peer has shown that it knows. */
export type Dialect =
  /** Nothing yet. A ping is exactly `{"type":"ping"}`. */
  | 'unknown'
  /** It has not answered yet. Control pings are sent as well, because a browser answers those by itself. */
  | 'doubtful'
  /** It answers JSON pings. */
  | 'json'
  /** It knows ids, so our pings carry one. */
  | 'ids'
  /** It speaks another protocol, and gets control pings only. */
  | 'control';

/**
 * What a connection remembers of its heartbeats. These are fields of the connection itself, and instants in whole
 * milliseconds: an object or a double for each of ten thousand connections would cost more memory.
 */
export interface PeerHeartbeat extends PeerLiveness, ArrivingBytes, Trying {
  seenAt: number;
  unansweredSince: number | null;
  readonly id: string;
  readonly remote: string;
  readonly socket: PeerSocket;
  dialect: Dialect;
  /** When the last ping left, for its round trip. Null when its pong has come, or could not be told from another pong. */
  pingTimedAt: number | null;
  /** Pongs that our pings have asked for. They never count as a flood. */
  pongsOwed: number;
  latencyMs: number | null;
  /** Writes text to the socket while it is open. */
  writeText(bytes: Buffer): void;
}

/** What a peer follows, where a change of the settings is tried on a share of all peers. */
export interface Trying {
  /** Since when it tries the change (monotonic ms); null: it follows what is in force. */
  readonly triesSince: number | null;
}

/** What the heartbeats of a gateway share. */
export interface HeartbeatContext {
  readonly clock: GatewayClock;
  readonly recorder: EventRecorder;
  readonly tally: Tally;
  readonly doubt: SelfDoubt;
  /** What a peer follows: what is in force, or the change that it tries. */
  readonly timing: (peer: Trying) => HeartbeatTiming;
  readonly peerCount: () => number;
  readonly pingMode: PingMode;
  readonly maxBufferedBytes: number;
  readonly observeRtt: (rttMs: number) => void;
  /** A silence in both directions has ended: the path has survived it. */
  readonly survivedSilence: (silentMs: number) => void;
}

/** Judges the peer at `now` and acts on the verdict. Returns false when the peer is dead and is to be terminated. */
export function checkLiveness(peer: PeerHeartbeat, now: number, context: HeartbeatContext): boolean {
  const { doubt, timing, pingMode } = context;
  const verdict = judge(peer, now, timing(peer), pingMode);
  if (verdict === 'rest') return true;
  const { intervalMs, timeoutMs } = timing(peer);
  const isOverdue = isIntervalOver(peer.pingedAt ?? now, now, intervalMs);
  const isUnanswered = verdict !== 'ping' && isOverdue;
  // This does not wait for the end of self-doubt: a peer must have had a control ping before it is judged. The ping comes
  // at once when the timeout leaves no second ping before the verdict.
  if (peer.dialect === 'unknown' && (isUnanswered || timeoutMs < 2 * intervalMs)) peer.dialect = 'doubtful';
  // The interval that ends together with the timeout is missed like those before it.
  if (doubt.canJudge && isUnanswered) countMissed(peer, now, context);
  // Read again, because this very miss may have raised the doubt.
  if (doubt.canJudge && verdict === 'dead') {
    countTimeout(peer, now, context);
    return false;
  }
  // While self-doubt forbids a verdict, an overdue ping is repeated instead, once an interval.
  if (verdict === 'ping' || isOverdue) sendPing(peer, now, context);
  return true;
}

/** Answers a ping of the peer. */
export function answerPing(peer: PeerHeartbeat, id: number | undefined, context: HeartbeatContext): void {
  const { tally, recorder } = context;
  if (id !== undefined) peer.dialect = 'ids';
  tally.counters.pingsReceived += 1;
  recorder.record('ping.received', { id }, peer);
  if (hasUnread(peer.socket, context)) return;
  peer.writeText(pongBytes(id));
  tally.counters.pongsSent += 1;
  recorder.record('pong.sent', { id }, peer);
}

/** Takes a pong, and measures the round trip where the pong can be matched with its ping. */
export function takePong(peer: PeerHeartbeat, id: number | undefined, context: HeartbeatContext): void {
  const { tally, recorder } = context;
  const knowsIds = peer.dialect === 'ids';
  if (!knowsIds) peer.dialect = 'json';
  tally.counters.pongsReceived += 1;
  // The answer to an older ping does not measure this one (Karn's rule, RFC 6298, section 3).
  const isOfLastPing = id === undefined ? !knowsIds : id === peer.pingCount;
  const rttMs = isOfLastPing ? takeRoundTrip(peer, context) : undefined;
  if (rttMs === undefined) return recorder.record('pong.received', { id }, peer);
  recorder.record('pong.received', { id, rttMs }, peer);
}

/** Takes the answer to a control ping, which comes from the peer's platform and not from its application. */
export function takeControlPong(peer: PeerHeartbeat, context: HeartbeatContext): void {
  context.tally.counters.pongsReceived += 1;
  // Beside a JSON ping, which measures the way to the application and back, the control ping measures nothing.
  const rttMs = peer.dialect === 'control' ? takeRoundTrip(peer, context) : undefined;
  context.recorder.record('pong.received', rttMs === undefined ? {} : { rttMs }, peer);
}

function takeRoundTrip(peer: PeerHeartbeat, { clock, observeRtt }: HeartbeatContext): number | undefined {
  if (peer.pingTimedAt === null) return undefined;
  const rttMs = Math.max(0, clock.now() - peer.pingTimedAt);
  peer.pingTimedAt = null;
  peer.latencyMs = rttMs;
  observeRtt(rttMs);
  return rttMs;
}

/**
 * Pings a peer whose frames cannot come for now: the application has paused its socket, or they wait behind a long message.
 * Its silence says nothing, so the timeout begins anew. Pings go on, once an interval, because proxies cut connections that
 * carry nothing.
 */
export function pingUnheard(peer: PeerHeartbeat, now: number, context: HeartbeatContext): void {
  peer.unansweredSince = now;
  peer.missedInRow = 0;
  if (isIntervalOver(peer.pingedAt ?? -Infinity, now, context.timing(peer).intervalMs)) sendPing(peer, now, context);
  // The time that the answer waits unread is not part of the round trip.
  peer.pingTimedAt = null;
}

function countMissed(peer: PeerHeartbeat, now: number, { doubt, peerCount, tally, recorder }: HeartbeatContext): void {
  if (peer.missedInRow === 0) {
    tally.counters.newlySilent += 1;
    doubt.peerFellSilent(now, peerCount());
  }
  peer.missedInRow += 1;
  tally.counters.missed += 1;
  recorder.record('heartbeat.missed', { missedInRow: peer.missedInRow, silentMs: now - peer.seenAt }, peer);
}

function countTimeout(peer: PeerHeartbeat, now: number, { tally, recorder, timing }: HeartbeatContext): void {
  tally.counters.timeouts += 1;
  recorder.record('heartbeat.timeout', { silentMs: now - peer.seenAt, timeoutMs: timing(peer).timeoutMs }, peer);
}

function sendPing(peer: PeerHeartbeat, now: number, context: HeartbeatContext): void {
  const { clock, tally, recorder } = context;
  const isFirst = peer.unansweredSince === null;
  // While an answer is awaited, the path may be dead.
  if (isFirst) context.survivedSilence(silenceOf(peer, now));
  noteBytes(peer);
  peer.pingCount += 1;
  const id = peer.dialect === 'ids' ? peer.pingCount : undefined;
  // Without ids, the pong to a repeated ping may be the pong to the first.
  peer.pingTimedAt = id !== undefined || isFirst ? clock.now() : null;
  peer.pingedAt = now;
  peer.unansweredSince ??= now;
  peer.pongsOwed = isFirst ? 1 : peer.pongsOwed + 1;
  if (peer.dialect === 'control') peer.socket.ping();
  else peer.writeText(pingBytes(id));
  tally.counters.pingsSent += 1;
  recorder.record('ping.sent', { id }, peer);
  if (peer.dialect !== 'doubtful') return;
  peer.socket.ping();
  peer.pongsOwed += 1;
  tally.counters.pingsSent += 1;
}
