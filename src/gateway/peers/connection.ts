import type { Buffer } from 'node:buffer';
import { encodeFrame, type Frame } from '../../protocol/frames.js';
import { parseClientFrame } from '../../protocol/parseClientFrame.js';
import { toWall } from '../clock.js';
import type { FixedWindow } from '../fixedWindow.js';
import { isMidMessage, type ArrivingBytes } from '../heartbeat/arrivingBytes.js';
import { markAlive, nextVisitAt, silenceOf } from '../heartbeat/liveness.js';
import {
  answerPing,
  checkLiveness,
  pingUnheard,
  takeControlPong,
  takePong,
  type Dialect,
  type PeerHeartbeat,
} from '../heartbeat/peerHeartbeat.js';
import { readPingPong } from '../heartbeat/pingPongBytes.js';
import { hasUnread, OPEN, type PeerSocket, type SendableData } from '../peerSocket.js';
import { printable } from '../telemetry/printable.js';
import type { CloseReason } from '../views.js';
import {
  allowForWait,
  closeSlowReader,
  isPongWithinRate,
  isWithinRate,
  readsFastEnough,
  type Conduct,
} from './conduct.js';
import type { ConnectionContext } from './connectionContext.js';
import { chooseDialect, type NewSocket } from './dialectChoice.js';
import { describeClose, Ending } from './ending.js';
import { recordReconnect, settingsFrame, welcomeFrame } from './greeting.js';
import { isRecords, watchSocket, type SocketWatcher } from './messageFilter.js';
import type { OpenPeer } from './peer.js';

/** Without it, `ws` sends bytes as a binary message. */
const TEXT = { binary: false } as const;

/** One connection: it passes each frame on to the code that handles it. Parts that few connections need are made on demand. */
export class Connection implements OpenPeer, PeerHeartbeat, Conduct, SocketWatcher {
  readonly id: string;
  readonly remote: string;
  readonly socket: PeerSocket;
  data: unknown;
  latencyMs: number | null = null;
  sessionId: string | null = null;
  knowsNotices = false;
  triesSince: number | null = null;
  slot: number | null = null;
  seenAt: number;
  pingedAt: number | null = null;
  unansweredSince: number | null = null;
  missedInRow = 0;
  dialect: Dialect;
  pingCount = 0;
  pingTimedAt: number | null = null;
  pongsOwed = 0;
  framesWaiting = 0;
  frames: FixedWindow | null = null;
  unreadBytes = 0;
  readonly tcp: ArrivingBytes['tcp'];
  bytesAtPing = 0;
  readonly #context: ConnectionContext;
  readonly #openedAt: number;
  /** Null before the hello. Further hellos are ignored, so that a client cannot count as many reconnects as it likes. */
  #attempt: number | null = null;
  #ending: Ending | null = null;

  constructor(arrived: NewSocket, context: ConnectionContext) {
    this.id = context.nextId();
    this.socket = arrived.socket;
    this.remote = arrived.remote;
    this.data = arrived.data;
    this.dialect = chooseDialect(arrived, context);
    this.#context = context;
    this.tcp = arrived.request?.socket ?? null;
    this.#openedAt = this.#now();
    this.seenAt = this.#openedAt;
    watchSocket(arrived.socket, this);
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

  welcome(aliases: true | undefined): void {
    this.#sendFrame(welcomeFrame(this.id, aliases, this.#context));
  }

  announceSettings(): void {
    this.#sendFrame(settingsFrame(this, this.#context));
  }

  notify(frame: string): void {
    if (this.knowsNotices) this.#sendFrame(frame);
  }

  sendAway(afterMs: number, windowMs: number, reason: string): void {
    this.#sendFrame(encodeFrame({ kind: 'reconnect', afterMs, windowMs, reason }));
  }

  deliver(data: SendableData): boolean {
    if (this.socket.readyState !== OPEN) return false;
    if (hasUnread(this.socket, this.#context)) {
      closeSlowReader(this);
      return false;
    }
    this.#send(data);
    return true;
  }

  writeText(bytes: Buffer): void {
    // No callback, which would cost a tick for each write: an open socket does not throw, and a write that fails is
    // followed by the socket's close.
    if (this.socket.readyState === OPEN) this.socket.send(bytes, TEXT);
  }

  visit(now: number): number | null {
    if (this.#ending?.isOver === true) return null;
    const { timing, random } = this.#context;
    const isSending = !this.socket.isPaused && isMidMessage(this);
    if (isSending) this.seenAt = Math.floor(now);
    const isUnheard = this.socket.isPaused || isSending;
    if (isUnheard) allowForWait(this, now - (this.pingedAt ?? this.#openedAt), this.#context);
    else this.framesWaiting = 0;
    if (this.#ending || this.socket.readyState !== OPEN || !readsFastEnough(this, this.#context))
      return now + timing(this).intervalMs;
    const isFirst = this.pingedAt === null;
    if (isUnheard) pingUnheard(this, Math.floor(now), this.#context);
    else if (!checkLiveness(this, Math.floor(now), this.#context)) this.#end().terminate('heartbeat_timeout');
    // The first pings of peers that came at once spread over half an interval. The second ones spread over a whole one.
    return isFirst ? now + random() * timing(this).intervalMs : this.wantsVisitAt();
  }

  wantsVisitAt(): number | null {
    return nextVisitAt(this, this.#context.timing(this), this.#context.pingMode);
  }

  close(code: number, why: string, reason: CloseReason): void {
    this.#end().close(code, why, reason);
  }

  alive(): void {
    const now = this.#now();
    this.#context.survivedSilence(silenceOf(this, now));
    const waitedMs = Math.max(now - (this.unansweredSince ?? now), this.#context.doubt.heldUpMs(this.seenAt));
    if (waitedMs > 0) allowForWait(this, waitedMs, this.#context);
    markAlive(this, now);
  }

  text(bytes: Buffer): boolean {
    if (this.dialect === 'control') return false;
    if (isRecords(bytes)) {
      if (isWithinRate(this, this.#context)) this.#takeRecords(bytes);
      return true;
    }
    const frame = readPingPong(bytes) ?? parseClientFrame(bytes.toString());
    if (frame.kind === 'message') {
      const { invalid, unknown } = frame;
      if (invalid === undefined && unknown === undefined) return false;
      if (isWithinRate(this, this.#context)) {
        if (invalid !== undefined) this.#recordInvalid(invalid);
        else this.#context.recorder.record('frame.unknown', { frame: printable(unknown ?? '', 64) }, this);
      }
      return unknown !== undefined;
    }
    // Once the close has begun, frames of ours are not answered, but still kept from the application.
    if (frame.kind === 'pong' ? isPongWithinRate(this, this.#context) : isWithinRate(this, this.#context))
      this.#receive(frame);
    return true;
  }

  controlPing(): void {
    // `ws` answers it by itself, which leaves the rate to us.
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
    // A client that leaves during a drain does what the drain asked for.
    const cause = found === 'normal' && isDraining() ? 'drain' : found;
    tally.closed[cause] += 1;
    const now = clock.now();
    const openMs = Math.round(now - this.#openedAt);
    const silentMs = Math.max(0, Math.round(silenceOf(this, now)));
    onClosed(this, cause, silentMs);
    recorder.record('connection.closed', { ...describeClose(code, reason), cause, openMs, silentMs }, this);
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
        this.dialect = 'ids';
        this.sessionId = frame.sessionId ?? null;
        this.knowsNotices = frame.knows?.includes('notice') ?? false;
        this.#context.onIntroduction(this, frame);
        recordReconnect(frame, this, this.#context);
        this.#notifyOfNotice();
        return this.#context.onHello(this, (frame.previous?.shownMs ?? 0) > 0);
      case 'welcome':
      case 'settings':
      case 'reconnect':
      case 'notice':
        // Only a gateway sends these, but if a client does, they are still kept from the application.
        this.#recordInvalid(`${frame.kind}: not a client's to send`);
    }
  }

  #notifyOfNotice(): void {
    const frame = this.#context.noticeFrame();
    if (frame !== null) this.notify(frame);
  }

  #takeRecords(bytes: Buffer): void {
    const { takeRecords, recorder } = this.#context;
    if (takeRecords) takeRecords(this, bytes.toString());
    else recorder.record('frame.unknown', { frame: 'heartbeat.records' }, this);
  }

  #recordInvalid(reason: string): void {
    this.#context.recorder.record('frame.invalid', { reason }, this);
  }

  /** Sends a frame of ours, unless the peer speaks another protocol. */
  #sendFrame(frame: string): void {
    if (this.dialect !== 'control') this.#send(frame);
  }

  #send(data: SendableData): void {
    if (this.socket.readyState === OPEN) this.socket.send(data);
  }

  #end(): Ending {
    return (this.#ending ??= new Ending(this.socket, this.#context.clock, this.#context.closeTimeoutMs));
  }

  #now(): number {
    return Math.floor(this.#context.clock.now());
  }
}
