import { Buffer } from 'node:buffer';
import { RECORDS_PREFIX } from '../../protocol/records.js';
import type { PeerSocket } from '../peerSocket.js';

/** A frame of ours has at most 1 024 characters (`readFields`), of at most three bytes each; longer is the application's. */
const MAX_FRAME_BYTES = 3 * 1_024;

/** Is told of every event of a socket, before the application is. */
export interface SocketWatcher {
  /** Any frame of the peer arrived. */
  alive(): void;
  /** Short text that may be a frame of ours; `true` keeps it from the application. */
  text(bytes: Buffer): boolean;
  controlPing(): void;
  controlPong(): void;
  failed(error: Error): void;
  closed(code: number, reason: Buffer): void;
}

/** Where a watched socket keeps its watcher. A symbol, so that code which lists the socket's properties does not see it. */
const WATCHER = Symbol('heartbeat-socket');

interface WatchedSocket extends PeerSocket {
  [WATCHER]: SocketWatcher;
}

type Emit = PeerSocket['emit'];

/**
 * Puts the watcher between a socket and its listeners, so that the application keeps a plain `ws` socket and its `message`
 * listeners never see a heartbeat.
 *
 * It replaces `emit` on this one instance. `ws` documents its WebSocket as an EventEmitter and these events by name, so
 * this needs nothing private. A subclass (the `WebSocket` option of `WebSocketServer`) would do for our own servers, but
 * not for sockets that are older than the gateway. Listeners beside the application's could see frames, but not keep any
 * back. All sockets share one function, because a function each would cost every connection another hundred bytes.
 */
export function watchSocket(socket: PeerSocket, watcher: SocketWatcher): void {
  // Other code (a tracer, another gateway) has replaced `emit` before us. That one is called after ours.
  // oxlint-disable-next-line typescript/unbound-method -- called on the socket below
  const before = Object.hasOwn(socket, 'emit') ? socket.emit : null;
  if (before) {
    socket.emit = (event, ...args) => isKept(socket, watcher, event, args) || before.call(socket, event, ...args);
    return;
  }
  (socket as WatchedSocket)[WATCHER] = watcher;
  socket.emit = emitWatched;
}

function emitWatched(this: PeerSocket, event: string | symbol, ...args: unknown[]): boolean {
  if (isKept(this, (this as WatchedSocket)[WATCHER], event, args)) return true;
  return (Object.getPrototypeOf(this) as { emit: Emit }).emit.call(this, event, ...args);
}

/** Shows an event to the watcher. Returns whether it is kept from all other listeners. */
function isKept(socket: PeerSocket, watcher: SocketWatcher, event: string | symbol, args: readonly unknown[]): boolean {
  switch (event) {
    case 'message':
      watcher.alive();
      return args[1] === false && mayBeFrame(args[0]) && watcher.text(args[0]);
    case 'ping':
      watcher.alive();
      watcher.controlPing();
      return false;
    case 'pong':
      watcher.alive();
      watcher.controlPong();
      return false;
    case 'error':
      watcher.failed(args[0] as Error);
      // An 'error' without a listener is thrown, which would end the process for one peer's bad frame.
      return socket.listenerCount('error') === 0;
    case 'close':
      watcher.closed(args[0] as number, args[1] as Buffer);
      return false;
    default:
      return false;
  }
}

const RECORDS_START = Buffer.from(RECORDS_PREFIX, 'latin1');
/** More than any gateway wants at once, in bytes of UTF-8. */
const MAX_RECORDS_BYTES = 65_536;

/** Whether text is a frame of records, by exactly how our encoder begins one: it may be longer than other frames. */
export const isRecords = (bytes: Buffer): boolean =>
  bytes.length <= MAX_RECORDS_BYTES && bytes.subarray(0, RECORDS_START.length).equals(RECORDS_START);

/** Looks at the length and the first byte only: that of an object, or of white space (a JSON encoder may indent). */
function mayBeFrame(data: unknown): data is Buffer {
  if (!Buffer.isBuffer(data)) return false;
  if (data.length > MAX_FRAME_BYTES) return isRecords(data);
  const first = data[0];
  return first === 0x7b || first === 0x20 || first === 0x0a || first === 0x0d || first === 0x09;
}
