import type { Buffer } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** Data that a socket can send. */
export type SendableData = string | ArrayBufferLike | ArrayBufferView;

/** Data that a socket has received: a `Buffer`, unless its `binaryType` was changed. */
export type ReceivedData = Buffer | ArrayBuffer | Buffer[];

/**
 * The `WebSocket` of the `ws` package, as far as the gateway and most applications need it. It is a plain `ws` socket:
 * with `@types/ws` installed, `socket as WebSocket` gives the rest of its type. It is written out here because `ws`
 * ships no types, and a package that named them would force `@types/ws` on all its users.
 */
export interface PeerSocket {
  /** 0 connecting, 1 open, 2 closing, 3 closed. */
  readonly readyState: number;
  /** Bytes given to `send` that the peer has not read yet. */
  readonly bufferedAmount: number;
  /** The subprotocol that was negotiated; empty without one. */
  readonly protocol: string;
  /** The application has paused it, and no frame of the peer is read. */
  readonly isPaused: boolean;
  send(data: SendableData, callback?: (error?: Error) => void): void;
  send(data: SendableData, options: { readonly binary?: boolean }, callback?: (error?: Error) => void): void;
  ping(data?: string): void;
  /** Begins a closing handshake. */
  close(code?: number, reason?: string): void;
  /** Ends the connection at once, without a handshake. */
  terminate(): void;
  on(event: 'message', listener: (data: ReceivedData, isBinary: boolean) => void): this;
  on(event: 'close', listener: (code: number, reason: Buffer) => void): this;
  on(event: 'error', listener: (error: Error) => void): this;
  once(event: 'close', listener: (code: number, reason: Buffer) => void): this;
  emit(event: string | symbol, ...args: unknown[]): boolean;
  listenerCount(event: string | symbol): number;
}

/** The `readyState` of a socket that can send. */
export const OPEN = 1;

/** Whether a peer has left more unread than it may. If so, nothing that can wait is sent to it. */
export const hasUnread = (
  { bufferedAmount }: PeerSocket,
  { maxBufferedBytes }: { readonly maxBufferedBytes: number },
): boolean => bufferedAmount > maxBufferedBytes;

/** The `WebSocketServer` of the `ws` package, as far as the gateway needs it. */
export interface SocketServer {
  /** Absent when made with `clientTracking: false`. */
  readonly clients?: Iterable<PeerSocket> | undefined;
  /** Calls back at once with the socket that a request became. A request that is refused is answered instead. */
  handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    callback: (socket: PeerSocket, request: IncomingMessage) => void,
  ): void;
  on(event: 'connection', listener: (socket: PeerSocket, request: IncomingMessage) => void): unknown;
  off(event: 'connection', listener: (socket: PeerSocket, request: IncomingMessage) => void): unknown;
}
