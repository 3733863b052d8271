import { HeartbeatOptionError } from '../protocol/options/optionError.js';
import type { Clock } from './clock.js';

/** The part of a WebSocket that is used here: the platform's, that of `ws`, or React Native's. */
export interface WebSocketLike {
  readonly readyState: number;
  readonly bufferedAmount: number;
  binaryType: unknown;
  send(data: never): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: never, listener: never): void;
  removeEventListener(type: never, listener: never): void;
}

/** Marks a WebSocket class that dials no server, such as a fake one: when its dials fail, there is no server to ask why. */
export const NO_SERVER: unique symbol = Symbol('heartbeat-socket.no-server');

/** A WebSocket class. */
export type WebSocketConstructor = new (url: string, protocols?: string | string[]) => WebSocketLike;

/** What to dial, and with what. */
export interface TransportRequest {
  readonly url: string;
  readonly protocols: string | string[] | undefined;
  readonly WebSocket: WebSocketConstructor;
  readonly binaryType: 'blob' | 'arraybuffer' | undefined;
  readonly clock: Clock;
}

/** What a transport calls. Exactly one of `closed` and `failed` ends it; after `drop` it calls nothing. */
export interface TransportHandlers {
  readonly opened: () => void;
  readonly message: (event: MessageEvent) => void;
  readonly closed: (code: number, reason: string, wasClean: boolean) => void;
  /** There never was a socket. */
  readonly failed: (message: string) => void;
}

/** One socket, for one attempt. */
export interface TransportSocket {
  /** Bytes not yet on the network. */
  readonly bufferedAmount: number;
  /** Hands data to the socket; false when it is not open. */
  send(data: unknown): boolean;
  /** Releases the socket in this tick: no handler is called any more. `code` is one that the platform accepts. */
  drop(code: number, reason: string): void;
}

/** Starts one attempt. */
export type Transport = (request: TransportRequest, handlers: TransportHandlers) => TransportSocket;

/** The class to dial with. @throws HeartbeatOptionError where the platform has none, saying what to do */
export function webSocketClass(given: WebSocketConstructor | undefined): WebSocketConstructor {
  const found = given ?? (globalThis as { WebSocket?: WebSocketConstructor }).WebSocket;
  if (!found) {
    throw new HeartbeatOptionError('WebSocket', 'given where the platform has none: Node 20 needs that of `ws`', found);
  }
  return found;
}
