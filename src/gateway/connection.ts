import type { Buffer } from 'node:buffer';
import type { CloseReason } from '../protocol/admin.js';
import { closeCodes } from '../protocol/closeCodes.js';
import { encodeFrame, type Frame } from '../protocol/frames.js';
import { parseFrame } from '../protocol/parse.js';
import { readBeat } from './beatFrames.js';
import type { ConnectionContext } from './connectionContext.js';
import { Ending } from './ending.js';
import { FrameRate } from './frameRate.js';
import { settingsFrame, takeHello, welcomeFrame } from './greeting.js';
import { answerPing, beat, takeControlPong, takePong, type Dialect, type Heart } from './heart.js';
import { markAlive, nextVisitAt } from './liveness.js';
import { watchSocket, type SocketWatcher } from './messageFilter.js';
import type { Peer } from './peer.js';
import { OPEN, type Outgoing, type PeerSocket } from './peerSocket.js';
import { printable } from './printable.js';

/** A close reason may have 123 bytes (RFC 6455, section 5.5.1); the rest of a log line is ours. */
const MAX_REASON_CHARS = 123;
/** `ws` takes bytes for a binary message unless it is told. */
const TEXT = { binary: false } as const;

/** One connection: what is said on it finds its place here. Parts that few need are made when they are needed. */
export class Connection implements Peer, Heart, SocketWatcher {
  readonly id: string;
  readonly remote: string;
  readonly socket: PeerSocket;
  data: unknown;
  latencyMs: number | null = null;
  slot: number | null = null;
  seenAt: number;
  pingedAt: number | null = null;
  unansweredSince: number | null = null;
  missedInRow = 0;
  dialect: Dialect = 'unknown';
  pingCount = 0;
  pingTimedAt: number | null = null;
  pongsOwed = 0;
  readonly #context: ConnectionContext;
  readonly #openedAt: number;
  /** Null before the hello. One hello a connection: more would be a way to count reconnects that never were. */
  #attempt: number | null = null;
  #ending: Ending | null = null;
  #rate: FrameRate | null = null;
  #isSlow = false;

  constructor(socket: PeerSocket, remote: string, data: unknown, context: ConnectionContext) {
    this.id = context.nextId();
    this.socket = socket;
    this.remote = remote;
    this.data = data;
    this.#context = context;
    this.#openedAt = this.#now();
    this.seenAt = this.#openedAt;
    watchSocket(socket, this);
  }

  get openedAt(): number {
    return this.#toWall(this.#openedAt);
  }

  get lastSeenAt(): number {
    return this.#toWall(this.seenAt);
  }

  get attempt(): number {
    return this.#attempt ?? 0;
  }

  /** Says who the gateway is and how it beats; the first frame on the socket. */
  welcome(): void {
    this.#send(welcomeFrame(this.id, this.#context));
  }

  /** Tells of changed settings. */
  announceSettings(): void {
    this.#send(settingsFrame(this.#context));
  }

  /** Asks the client to leave for another gateway, at an instant of its own within the window. */
  sendAway(afterMs: number, windowMs: number, reason: string): void {
    this.#send(encodeFrame({ kind: 'reconnect', afterMs, windowMs, reason }));
  }

  /** Sends the application's data, unless the peer reads too slowly: then it is closed, as skipping data would lie. */
  deliver(data: Outgoing): boolean {
    if (this.socket.readyState !== OPEN) return false;
    if (this.socket.bufferedAmount > this.#context.maxBufferedBytes) {
      this.close(closeCodes.overloaded, 'reads too slowly', 'slow_reader');
      return false;
    }
    this.#send(data);
    return true;
  }

  writeText(bytes: Buffer): void {
    // Without a callback, which would cost a tick for each: a write that fails is followed by the socket's close, and a
    // socket that is open does not throw.
    if (this.socket.readyState === OPEN) this.socket.send(bytes, TEXT);
  }

  /** The sweep's visit: pings, counts a miss, or gives the peer up. Returns when to come again. */
  visit(now: number): number | null {
    if (this.#ending?.isOver === true) return null;
    const { timing, random } = this.#context;
    if (this.#ending || this.socket.readyState !== OPEN || !this.#readsFastEnough()) return now + timing().intervalMs;
    const isFirst = this.pingedAt === null;
    if (!beat(this, Math.floor(now), this.#context)) this.#giveUp(now);
    // A crowd that came at once has its first beats within half an interval; from the second on it has the whole.
    return isFirst ? now + random() * timing().intervalMs : this.wantsVisitAt();
  }

  wantsVisitAt(): number | null {
    return nextVisitAt(this, this.#context.timing(), this.#context.pingMode);
  }

  /** Polite, then final after `closeTimeoutMs`: a peer that does not answer holds nothing. */
  close(code: number, why: string, reason: CloseReason): void {
    this.#end().close(code, why, reason);
  }

  alive(): void {
    markAlive(this, this.#now());
  }

  text(bytes: Buffer): boolean {
    const frame = readBeat(bytes) ?? parseFrame(bytes.toString());
    if (frame.kind === 'message') {
      if (frame.invalid === undefined) return false;
      if (this.#isWithinRate()) this.#context.recorder.record('frame.invalid', { reason: frame.invalid }, this);
      return false;
    }
    // Once we are leaving, nothing is answered; but it stays ours, and away from the application.
    if (frame.kind === 'pong' ? this.#isPongWithinRate() : this.#isWithinRate()) this.#receive(frame);
    return true;
  }

  controlPing(): void {
    // `ws` answers it by itself, so the flood is what is left to us.
    this.#isWithinRate();
  }

  controlPong(): void {
    if (this.#isPongWithinRate()) takeControlPong(this, this.#context);
  }

  failed(error: Error): void {
    this.#end().failed(error);
  }

  closed(code: number, reason: Buffer): void {
    const found = this.#end().closed(code);
    if (found === null) return;
    const { clock, isDraining, onClosed, recorder, tally } = this.#context;
    // Who leaves when a drain has asked it to, has left because of the drain.
    const cause = found === 'normal' && isDraining() ? 'drain' : found;
    tally.closed[cause] += 1;
    onClosed(this);
    const details = {
      code,
      reason: printable(reason.toString(), MAX_REASON_CHARS),
      wasClean: code !== closeCodes.abnormal,
      cause,
      openMs: Math.round(clock.now() - this.#openedAt),
    };
    recorder.record('connection.closed', details, this);
  }

  #giveUp(now: number): void {
    const { tally, recorder, timing } = this.#context;
    tally.counters.timeouts += 1;
    const details = { silentMs: Math.round(now - this.seenAt), timeoutMs: timing().timeoutMs };
    recorder.record('heartbeat.timeout', details, this);
    this.#end().terminate('heartbeat_timeout');
  }

  #receive(frame: Frame): void {
    switch (frame.kind) {
      case 'ping':
        return answerPing(this, frame.id, this.#context);
      case 'pong':
        return takePong(this, frame.id, this.#context);
      case 'hello':
        if (this.#attempt !== null) return;
        this.#attempt = frame.attempt;
        return takeHello(this, frame, this.#context);
      case 'welcome':
      case 'settings':
      case 'reconnect':
        // Ours to send. Coming from a client they mean nothing, and are kept from the application all the same.
        this.#context.recorder.record('frame.invalid', { reason: `${frame.kind}: not a client's to send` }, this);
    }
  }

  /** An answer is no flood: a peer that wakes up may have many to give. */
  #isPongWithinRate(): boolean {
    if (this.pongsOwed === 0) return this.#isWithinRate();
    this.pongsOwed -= 1;
    return this.#ending === null;
  }

  #isWithinRate(): boolean {
    if (this.#ending) return false;
    this.#rate ??= new FrameRate(this.#context.maxPingsPerSecond);
    // The frame that is being counted has just set `seenAt`.
    if (this.#rate.allows(this.seenAt)) return true;
    // Not 1008, which a client takes for a question of credentials: the slow tier is what a flooder needs.
    const code = closeCodes.overloaded;
    this.#context.recorder.record('peer.rejected', { reason: 'rate_limited', code }, this);
    this.close(code, 'too many heartbeats', 'rate_limited');
    return false;
  }

  /** The first visit that finds too much unread spares it a ping; the second, a beat later, closes it. */
  #readsFastEnough(): boolean {
    const isOver = this.socket.bufferedAmount > this.#context.maxBufferedBytes;
    if (isOver && this.#isSlow) this.close(closeCodes.overloaded, 'reads too slowly', 'slow_reader');
    this.#isSlow = isOver;
    return !isOver;
  }

  #send(data: Outgoing): void {
    if (this.socket.readyState === OPEN) this.socket.send(data);
  }

  #end(): Ending {
    return (this.#ending ??= new Ending(this.socket, this.#context.clock, this.#context.closeTimeoutMs));
  }

  #now(): number {
    return Math.floor(this.#context.clock.now());
  }

  #toWall(instant: number): number {
    const { clock } = this.#context;
    return Math.round(clock.wallNow() - (clock.now() - instant));
  }
}
