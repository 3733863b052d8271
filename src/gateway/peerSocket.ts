import type { Buffer } from 'node:buffer';
import type { IncomingMessage } from 'node:http';

/** Data a socket takes. */
export type Outgoing = string | ArrayBufferLike | ArrayBufferView;

/** Data a socket delivers: a `Buffer` unless its `binaryType` was changed. */
export type Incoming = Buffer | ArrayBuffer | Buffer[];

/**
 * The `WebSocket` of the `ws` package, as far as the gateway and most applications need it. It is a plain one: with
 * `@types/ws` installed, `socket as WebSocket` names the rest. (Written out here, as `ws` ships no types of its own and
 * a package that names them would force `@types/ws` on everyone.)
 */
export interface PeerSocket {
  /** 0 connecting, 1 open, 2 closing, 3 closed. */
  readonly readyState: number;
  /** Bytes handed to `send` that the peer has not taken yet. */
  readonly bufferedAmount: number;
  readonly protocol: string;
  send(data: Outgoing, callback?: (error?: Error) => void): void;
  send(data: Outgoing, options: { readonly binary?: boolean }, callback?: (error?: Error) => void): void;
  ping(data?: string): void;
  /** Polite: a closing handshake. */
  close(code?: number, reason?: string): void;
  /** At once, without a handshake. */
  terminate(): void;
  on(event: 'message', listener: (data: Incoming, isBinary: boolean) => void): this;
  on(event: 'close', listener: (code: number, reason: Buffer) => void): this;
  on(event: 'error', listener: (error: Error) => void): this;
  once(event: 'close', listener: (code: number, reason: Buffer) => void): this;
  emit(event: string | symbol, ...args: unknown[]): boolean;
  listenerCount(event: string | symbol): number;
}

/** `readyState` of a socket that can be written to. */
export const OPEN = 1;

/** The `WebSocketServer` of the `ws` package, as far as the gateway needs it. */
export interface SocketServer {
  /** Absent when made with `clientTracking: false`. */
  readonly clients?: Iterable<PeerSocket> | undefined;
  on(event: 'connection', listener: (socket: PeerSocket, request: IncomingMessage) => void): unknown;
  on(event: 'headers', listener: (headers: string[], request: IncomingMessage) => void): unknown;
  off(event: 'connection', listener: (socket: PeerSocket, request: IncomingMessage) => void): unknown;
  off(event: 'headers', listener: (headers: string[], request: IncomingMessage) => void): unknown;
}
