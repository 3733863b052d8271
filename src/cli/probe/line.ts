import { WebSocket } from 'ws';
import { explainDialError, explainFrames, explainStatus, ProbeFailure, type DialStep } from './failure.js';

/** A longer message ends the connection. */
const MAX_PAYLOAD = 1_048_576;

/** How to open a connection. */
export interface LineOptions {
  readonly url: string;
  readonly timeoutMs: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly origin: string | undefined;
  readonly isInsecure: boolean;
  readonly protocols: readonly string[];
  /** Whether pings of the server are answered. A connection that is to be silent answers none. */
  readonly isPolite: boolean;
}

/** The end of a connection. Instants are of the monotonic clock. */
export interface LineEnd {
  readonly at: number;
  readonly ageMs: number;
  /** Since the last frame that the server sent, or the opening. */
  readonly serverSilentMs: number;
  /** Since the last frame that we sent, or the opening. */
  readonly clientSilentMs: number;
  /** 1006: cut without a word. */
  readonly code: number;
  readonly reason: string;
  /** Set when the server sent what is no WebSocket frame. */
  readonly failure: ProbeFailure | null;
}

/** One open connection, and what happens on it. */
export interface Line {
  readonly openedAt: number;
  readonly tookMs: number;
  readonly end: LineEnd | null;
  readonly ended: Promise<LineEnd>;
  /** When frames came from the server that answer nothing of ours: the newest few. */
  readonly heardAt: readonly number[];
  /** The first messages, shortened. */
  readonly messages: readonly string[];
  send(text: string): void;
  /** An unsolicited pong: a frame that no one answers. */
  beat(): void;
  ping(id: number): void;
  readonly onPong: { listener: ((id: number) => void) | null };
  drop(): void;
}

const MAX_KEPT = 20;
const MAX_KEPT_CHARS = 1_024;

/** Opens a connection. @throws ProbeFailure (as a rejection) */
export function openLine(options: LineOptions): Promise<Line> {
  const url = new URL(options.url);
  const startedAt = performance.now();
  let step: DialStep = 'started';
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, [...options.protocols], {
      headers: options.headers,
      ...(options.origin === undefined ? {} : { origin: options.origin }),
      handshakeTimeout: options.timeoutMs,
      rejectUnauthorized: !options.isInsecure,
      maxPayload: MAX_PAYLOAD,
      autoPong: options.isPolite,
      perMessageDeflate: false,
      finishRequest(request) {
        request.on('socket', (tcp) => {
          tcp.on('lookup', () => (step = 'resolved'));
          tcp.on('connect', () => (step = 'connected'));
          tcp.on('secureConnect', () => (step = 'secured'));
        });
        request.end();
      },
    });
    let failure: ProbeFailure | null = null;
    let isOpen = false;
    socket.on('unexpected-response', (request, { statusCode = 0, statusMessage = '', headers }) => {
      failure = explainStatus(url, statusCode, statusMessage, headers.location);
      reject(failure);
      request.destroy();
    });
    socket.on('error', (error: Error & { code?: string }) => {
      if (isOpen) failure ??= error.code?.startsWith('WS_ERR') ? explainFrames(url, error.message) : null;
      else reject(failure ?? explainDialError(error, { url, step, timeoutMs: options.timeoutMs }));
    });
    const line = watch(socket, startedAt, () => failure);
    socket.on('open', () => {
      isOpen = true;
      resolve(line());
    });
  });
}

/** Listens from the beginning, because the first frames may come with the upgrade. */
function watch(socket: WebSocket, startedAt: number, failure: () => ProbeFailure | null): () => Line {
  let openedAt = performance.now();
  let receivedAt = openedAt;
  let sentAt = openedAt;
  let end: LineEnd | null = null;
  const heardAt: number[] = [];
  const messages: string[] = [];
  const onPong: Line['onPong'] = { listener: null };
  const heard = (isAnswer: boolean): void => {
    receivedAt = performance.now();
    if (isAnswer) return;
    heardAt.push(receivedAt);
    if (heardAt.length > MAX_KEPT) heardAt.shift();
  };
  socket.on('ping', () => heard(false));
  socket.on('pong', (data) => {
    const id = Number(data.toString());
    heard(onPong.listener !== null && data.length > 0);
    if (data.length > 0) onPong.listener?.(id);
  });
  socket.on('message', (data, isBinary) => {
    heard(false);
    if (messages.length < MAX_KEPT) messages.push(isBinary ? '' : (data as Buffer).toString().slice(0, MAX_KEPT_CHARS));
  });
  const ended = new Promise<LineEnd>((resolve) => {
    socket.on('close', (code, reason) => {
      const at = performance.now();
      end = {
        at,
        ageMs: at - openedAt,
        serverSilentMs: at - receivedAt,
        clientSilentMs: at - sentAt,
        code,
        reason: reason.toString().slice(0, 200),
        failure: failure(),
      };
      resolve(end);
    });
  });
  const sent = (): void => void (sentAt = performance.now());
  const whenOpen = (act: () => void): void => {
    if (socket.readyState !== WebSocket.OPEN) return;
    sent();
    act();
  };
  return () => {
    openedAt = receivedAt = sentAt = performance.now();
    return {
      openedAt,
      tookMs: openedAt - startedAt,
      get end() {
        return end;
      },
      ended,
      heardAt,
      messages,
      onPong,
      send: (text) => whenOpen(() => socket.send(text, () => {})),
      beat: () => whenOpen(() => socket.pong('', undefined, () => {})),
      ping: (id) => whenOpen(() => socket.ping(String(id), undefined, () => {})),
      drop: () => socket.terminate(),
    };
  };
}
