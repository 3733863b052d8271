import type { Buffer } from 'node:buffer';
import type { CloseReason } from '../views.js';
import * as closeCodes from '../../protocol/closeCodes.js';
import { encodeFrame, type Frame } from '../../protocol/frames.js';
import { parseClientFrame } from '../../protocol/parseClientFrame.js';
import { readBeat } from '../heartbeat/beatFrames.js';
import { toWall } from '../clock.js';
import { isPongWithinRate, isWithinRate, readsFastEnough, type Conduct } from './conduct.js';
import type { ConnectionContext } from './connectionContext.js';
import { describeClose, Ending } from './ending.js';
import type { FrameRate } from './frameRate.js';
import { settingsFrame, takeHello, welcomeFrame } from './greeting.js';
import { answerPing, beat, takeControlPong, takePong, type Dialect, type Heart } from '../heartbeat/heart.js';
import { markAlive, nextVisitAt } from '../heartbeat/liveness.js';
import { watchSocket, type SocketWatcher } from './messageFilter.js';
import type { Peer } from './peer.js';
import { OPEN, type Outgoing, type PeerSocket } from '../peerSocket.js';

/** `ws` takes bytes for a binary message unless it is told. */
const TEXT = { binary: false } as const;

/** One connection: what is said on it finds its place here. Parts that few need are made when they are needed. */
export class Connection implements Peer, Heart, Conduct, SocketWatcher {
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
  frameRate: FrameRate | null = null;
  isSlow = false;
  readonly #context: ConnectionContext;
  readonly #openedAt: number;
  /** Null before the hello. One hello a connection: more would be a way to count reconnects that never were. */
  #attempt: number | null = null;
  #ending: Ending | null = null;

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
    return toWall(this.#context.clock, this.#openedAt);
  }

  get lastSeenAt(): number {
    return toWall(this.#context.clock, this.seenAt);
  }

  get isLeaving(): boolean {
    return this.#ending !== null;
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
    if (this.#ending || this.socket.readyState !== OPEN || !readsFastEnough(this, this.#context))
      return now + timing().intervalMs;
    const isFirst = this.pingedAt === null;
    if (!beat(this, Math.floor(now), this.#context)) this.#end().terminate('heartbeat_timeout');
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
    const frame = readBeat(bytes) ?? parseClientFrame(bytes.toString());
    if (frame.kind === 'message') {
      if (frame.invalid === undefined) return false;
      if (isWithinRate(this, this.#context))
        this.#context.recorder.record('frame.invalid', { reason: frame.invalid }, this);
      return false;
    }
    // Once we are leaving, nothing is answered; but it stays ours, and away from the application.
    if (frame.kind === 'pong' ? isPongWithinRate(this, this.#context) : isWithinRate(this, this.#context))
      this.#receive(frame);
    return true;
  }

  controlPing(): void {
    // `ws` answers it by itself, so the flood is what is left to us.
    isWithinRate(this, this.#context);
  }

  controlPong(): void {
    if (isPongWithinRate(this, this.#context)) takeControlPong(this, this.#context);
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
    const openMs = Math.round(clock.now() - this.#openedAt);
    recorder.record('connection.closed', { ...describeClose(code, reason), cause, openMs }, this);
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

  #send(data: Outgoing): void {
    if (this.socket.readyState === OPEN) this.socket.send(data);
  }

  #end(): Ending {
    return (this.#ending ??= new Ending(this.socket, this.#context.clock, this.#context.closeTimeoutMs));
  }

  #now(): number {
    return Math.floor(this.#context.clock.now());
  }
}
