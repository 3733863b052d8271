import type { Transport, TransportHandlers, TransportRequest } from '../../../src/client/transport.js';

/** One socket of the fake: what the client did with it, and what the test makes it do. */
export interface FakeSocket {
  readonly request: TransportRequest;
  readonly sent: unknown[];
  readonly dropped: { readonly code: number; readonly reason: string } | undefined;
  /** Told by the network, whether the client still listens or not: a real transport would have gone quiet after a drop. */
  readonly late: TransportHandlers;
  /** Messages that a real socket would throw at. */
  throwsAt: (data: unknown) => boolean;
  /** Bytes that wait to be sent. */
  bufferedAmount: number;
  open(): void;
  receive(data: unknown): void;
  /** The other side answers a ping. */
  pong(): void;
  close(code?: number, reason?: string): void;
  fail(message: string): void;
}

/** A transport whose sockets do what the test says, and nothing by themselves. */
export interface FakeTransport {
  readonly transport: Transport;
  readonly sockets: readonly FakeSocket[];
  /** The newest socket; throws when nothing was dialled. */
  readonly socket: FakeSocket;
}

export function createFakeTransport(): FakeTransport {
  const sockets: FakeSocket[] = [];
  const transport: Transport = (request, handlers) => {
    let dropped: FakeSocket['dropped'];
    let isOpen = false;
    const sent: unknown[] = [];
    const unlessDropped = (tell: () => void): void => {
      if (!dropped) tell();
    };
    const socket: FakeSocket = {
      request,
      sent,
      late: handlers,
      throwsAt: () => false,
      bufferedAmount: 0,
      get dropped() {
        return dropped;
      },
      open: () => {
        isOpen = true;
        unlessDropped(handlers.opened);
      },
      receive: (data) => unlessDropped(() => handlers.message({ data } as MessageEvent)),
      pong: () => socket.receive('{"type":"pong"}'),
      close: (code = 1006, reason = '') => {
        isOpen = false;
        unlessDropped(() => handlers.closed(code, reason, code !== 1006));
      },
      fail: (message) => unlessDropped(() => handlers.failed(message)),
    };
    sockets.push(socket);
    return {
      get bufferedAmount() {
        return socket.bufferedAmount;
      },
      send: (data) => {
        if (!isOpen || dropped) return false;
        if (socket.throwsAt(data)) throw new TypeError('not what a socket sends');
        return sent.push(data) > 0;
      },
      drop: (code, reason) => {
        dropped ??= { code, reason };
      },
    };
  };
  return {
    transport,
    sockets,
    get socket() {
      const newest = sockets.at(-1);
      if (!newest) throw new Error('nothing was dialled');
      return newest;
    },
  };
}
