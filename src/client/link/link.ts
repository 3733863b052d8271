import { cannotConnect, closed } from '#advice';
import type { Effect } from '../../machine/effect.js';
import type { HeartbeatState } from '../../machine/state.js';
import * as closeCodes from '../../protocol/closeCodes.js';
import { parseCloseHint } from '../../protocol/closeHint.js';
import type { Classified, Codec, CodecSession, ReceivedPing } from '../../protocol/codec.js';
import { messageOf } from '../../protocol/messageOf.js';
import { MESSAGE } from '../../protocol/frameFields.js';
import type { Notice } from '../../protocol/notice.js';
import type { Clock } from '../clock.js';
import {
  NO_SERVER,
  webSocketClass,
  type Transport,
  type TransportRequest,
  type TransportSocket,
  type WebSocketConstructor,
} from '../transport.js';
import { resolveUrl } from '../url.js';
import { askAddress, type AddressConfig, type Dial } from './address.js';
import { diagnose } from './diagnosis.js';
import { encodeHello, UNKNOWN, type Ids } from './hello.js';
import { createLastHeard, type LastHeard } from './lastHeard.js';
import type { LinkPort } from './linkPort.js';
import { toNotice } from './notice.js';
import { toMachineEvent } from './toMachineEvent.js';

/** What a link needs to know of the connection's options. */
export interface LinkConfig extends AddressConfig {
  /** Read for every attempt, and every question. */
  readonly options: {
    /** Undefined: the platform's. */
    readonly WebSocket?: WebSocketConstructor | undefined;
    readonly binaryType?: 'blob' | 'arraybuffer' | undefined;
    /** A URL: where to ask why a dial failed, if not at the one that was dialled. */
    readonly diagnose?: boolean | string | URL | undefined;
  };
  readonly transport: Transport;
  readonly clock: Clock;
  readonly codec: Codec;
  readonly newSessionId: () => string;
}

/** What the machine orders of a socket. */
export type SocketEffect = Exclude<Effect, { type: 'record' | 'auth.renew' | 'app.failed' }>;

/** The socket of the newest attempt: what goes out, and what is made of what comes in. */
export interface Link {
  perform(effect: SocketEffect): void;
  /** Sends a message of the application's; false when the socket does not accept it now. */
  send(data: unknown): boolean;
  /** Ends the request that asks why a dial failed, if one is under way. */
  stopAsking(): void;
  readonly lastHeard: LastHeard;
  readonly bufferedAmount: number;
  readonly ids: Ids;
  readonly notice: Notice | null;
}

/** How long a notice of the previous connection stays after a welcome: the gateway repeats it once it has the hello. */
const NOTICE_MS = 5_000;
/** How long a server may take to say why it refuses sockets. */
const DIAGNOSIS_MS = 5_000;

const isList = (found: Classified | readonly Classified[]): found is readonly Classified[] => Array.isArray(found);

/** Makes a link that holds no socket. */
export function createLink(config: LinkConfig, port: LinkPort): Link {
  const { codec, clock } = config;
  const lastHeard = createLastHeard(clock.now);
  let socket: TransportSocket | undefined;
  let session: CodecSession | undefined;
  let pings: ReceivedPing[] = [];
  let dialled: TransportRequest | undefined;
  let asking: AbortController | undefined;
  let patience: unknown;
  let ids = UNKNOWN;
  let hasAliases: true | undefined;
  /** The last connection that was welcomed, as the next hello names it. */
  let previousId: string | undefined;
  let notice: Notice | null = null;
  /** Monotonic. */
  let noticeEndsAt = Infinity;

  // Frames are never queued: what the socket does not accept now is not sent. A codec of the app's may throw.
  function sendFrame(encode: () => unknown): boolean {
    try {
      const data = encode() ?? null;
      if (data !== null) socket?.send(data);
      return data !== null;
    } catch (error) {
      port.failed(error);
      return false;
    }
  }

  function startSession(): null {
    session = codec.start();
    for (const data of session.open?.() ?? []) socket?.send(data);
    return null;
  }

  function receive(socketId: number, event: MessageEvent): void {
    if (!isIn('open', socketId)) return;
    // Read once: in a browser each read costs more than all of what follows.
    const { data } = event as { readonly data: unknown };
    const found = classify(data);
    // One of several may end the connection.
    if (isList(found)) found.forEach((frame) => isIn('open', socketId) && take(frame, socketId, data, event));
    else take(found, socketId, data, event);
  }

  function take(frame: Classified, socketId: number, data: unknown, event: MessageEvent): void {
    // A hidden page's timers come once a minute, so its frames are always dated.
    if (frame.kind === 'message' && port.isSettledSoon() && port.state().page.hiddenAt === null)
      lastHeard.noteUndated();
    else port.heard(lastHeard.note());
    if (frame.kind !== 'message') {
      // The connection may have been left because this frame came.
      if (!isIn('open', socketId)) return;
      if (frame.kind === 'welcome') {
        const { connectionId, gatewayId } = frame;
        ids = { ...ids, connectionId, gatewayId };
        hasAliases = frame.aliases;
        noticeEndsAt = clock.now() + NOTICE_MS;
      }
      if (frame.kind === 'notice') {
        notice = toNotice(frame, clock.wallNow());
        noticeEndsAt = Infinity;
      }
      if (frame.kind === 'ping') pings.push(frame);
      if (frame.kind === 'fatal') drop(closeCodes.normal, 'refused');
      return port.dispatch(toMachineEvent(frame, socketId));
    }
    if (frame.invalid !== undefined) {
      port.tell({ kind: 'frame.invalid', details: { reason: frame.invalid } });
    }
    if (frame.unknown !== undefined && ids.connectionId !== null) {
      return port.tell({ kind: 'frame.unknown', details: { frame: frame.unknown } });
    }
    port.message(frame.data ?? data, event);
  }

  /** The app's WebSocket class may go on calling after it was closed, and a function may answer after its attempt. */
  function isIn(phase: HeartbeatState['phase'], socketId: number): boolean {
    const state = port.state();
    return socketId === state.socketId && state.phase === phase;
  }

  function drop(code: number, reason: string): void {
    socket?.drop(code, reason);
    socket = undefined;
  }

  /** Where a codec throws, or has not started, the application gets what the codec did not read. */
  function classify(data: unknown): Classified | readonly Classified[] {
    try {
      return session?.classify(data) ?? MESSAGE;
    } catch (error) {
      port.failed(error);
      return MESSAGE;
    }
  }

  /** Starts one attempt. An attempt that is abandoned while it still asks for its address never dials. */
  function open({ socketId, attempt, cause }: Extract<SocketEffect, { type: 'socket.open' }>): void {
    lastHeard.reset();
    previousId = ids.connectionId ?? previousId;
    // Made here, at the first attempt: rendering on a server makes no random numbers.
    ids = { ...UNKNOWN, sessionId: ids.sessionId ?? config.newSessionId() };
    socket = undefined;
    session = undefined;
    pings = [];
    const failed = (error: unknown, isFinal = false): void => {
      const message = messageOf(error);
      if (isFinal) cannotConnect(message);
      port.dispatch({ type: 'socket.failed', socketId, message, isFinal });
    };
    // Only every other attempt uses an alias, because a proxy in between may forward nothing but the path itself.
    const alias = hasAliases && attempt % 2 ? `/~${socketId}` : '';
    const dial: Dial = (url, protocols, isFixed) => {
      if (!isIn('dialing', socketId)) return;
      const { transport, options } = config;
      // An invalid URL or protocol, or a page whose policy forbids it: the next attempt would fail in the same way.
      const refused = (error: unknown): void => {
        // No server was asked, so none can say why.
        dialled = undefined;
        failed(error, isFixed);
      };
      try {
        const WebSocket = webSocketClass(options.WebSocket);
        const { binaryType } = options;
        dialled = { url: resolveUrl(url ?? 'ws://'), protocols, WebSocket, binaryType, clock };
        socket = transport(
          { ...dialled, url: dialled.url.replace(/\?|$/, `${alias}$&`) },
          {
            opened: () => {
              sendFrame(startSession);
              port.dispatch({ type: 'socket.opened', socketId });
            },
            closed: (code, reason, wasClean) => {
              closed(code);
              port.dispatch({ type: 'socket.closed', socketId, code, reason, wasClean, hint: parseCloseHint(reason) });
            },
            failed: refused,
            message: (event) => receive(socketId, event),
          },
        );
      } catch (error) {
        refused(error);
      }
    };
    askAddress(config, { attempt, cause }, dial, failed);
  }

  /** Asks the server why the last dial failed, and dispatches the answer. */
  function askWhy(outageAt: number): void {
    if (!dialled || NO_SERVER in dialled.WebSocket) return;
    const { diagnose: elsewhere } = config.options;
    stopAsking();
    const mine = (asking = new AbortController());
    patience = clock.setTimeout(() => mine.abort(), DIAGNOSIS_MS);
    diagnose(
      elsewhere && elsewhere !== true ? resolveUrl(elsewhere) : dialled.url,
      Boolean(dialled.protocols?.length),
      mine.signal,
      clock,
    ).then(
      (found) => {
        if (asking !== mine) return;
        stopAsking();
        port.dispatch({ type: 'dial.diagnosed', outageAt, ...found });
      },
      (error: unknown) => port.failed(error),
    );
  }

  function stopAsking(): void {
    clock.clearTimeout(patience);
    asking?.abort();
    asking = undefined;
  }

  function perform(effect: SocketEffect): void {
    switch (effect.type) {
      case 'socket.open':
        return open(effect);
      case 'socket.drop':
        return drop(effect.code, effect.reason);
      case 'dial.diagnose':
        return askWhy(effect.outageAt);
      case 'ping.send': {
        const { id } = effect;
        return sendFrame(() => session?.ping(id))
          ? port.tell({ kind: 'ping.sent', details: { id } })
          : port.dispatch({ type: 'ping.withheld', socketId: port.state().socketId });
      }
      case 'pong.send':
        // The machine orders one pong for each ping that it was told of.
        if (!sendFrame(() => session?.pong(pings.shift() as ReceivedPing))) return;
        return port.tell({ kind: 'pong.sent', details: { id: effect.id } });
      case 'hello.send':
        sendFrame(() => encodeHello(effect, ids, previousId, clock.wallNow()));
    }
  }

  return {
    perform,
    stopAsking,
    send: (data) => socket?.send(data) ?? false,
    lastHeard,
    get bufferedAmount() {
      return socket?.bufferedAmount ?? 0;
    },
    get ids() {
      return ids;
    },
    get notice() {
      return clock.now() < noticeEndsAt ? notice : null;
    },
  };
}
