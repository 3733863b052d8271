import type { Clock } from './clock.js';

/** As much of a WebSocket as we use: the platform's, `ws`, React Native's. */
export interface WebSocketLike {
  readonly readyState: number;
  readonly bufferedAmount: number;
  binaryType: unknown;
  send(data: never): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: never, listener: never): void;
  removeEventListener(type: never, listener: never): void;
}

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

/** What a transport tells. Exactly one of `closed` and `failed` ends it, unless it was dropped: then nothing is told. */
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
  /** Lets go of the socket in this tick: nothing more is told. Closes it with a code the platform takes. */
  drop(code: number, reason: string): void;
}

/** Starts one attempt. */
export type Transport = (request: TransportRequest, handlers: TransportHandlers) => TransportSocket;
