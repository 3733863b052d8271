import { cannotConnect } from '#advice';
import type { Effect } from '../../machine/effect.js';
import type { MachineEvent } from '../../machine/event.js';
import type { HeartbeatState } from '../../machine/state.js';
import { parseCloseHint } from '../../protocol/closeHint.js';
import type { Classified, Codec } from '../../protocol/codec.js';
import { encodeFrame } from '../../protocol/frames.js';
import { NO_SERVER, type TransportRequest, type TransportSocket } from '../transport.js';
import { resolveUrl } from '../url.js';
import { startAttempt, type AttemptConfig } from './attempt.js';
import { diagnose } from './diagnosis.js';
import { createLastHeard, type LastHeard } from './lastHeard.js';
import { toMachineEvent } from './toMachineEvent.js';
import { VERSION } from './version.js';

/** What a link needs to know of the connection's options. */
export interface LinkConfig extends AttemptConfig {
  readonly codec: Codec;
  /** Where to ask why a dial failed, if not at the URL that was dialled. */
  readonly diagnoseUrl: string | undefined;
}

/** The socket of the newest attempt: what goes out, and what is made of what comes in. */
export interface Link {
  open(order: Extract<Effect, { type: 'socket.open' }>): void;
  drop(code: number, reason: string): void;
  /** Asks the server why the last dial failed, and dispatches the answer. */
  diagnose(outageAt: number): void;
  sendPing(id?: number): void;
  sendPong(id?: number): void;
  sendHello(order: Extract<Effect, { type: 'hello.send' }>): void;
  /** Sends a message of the application's; false when the socket does not accept it now. */
  send(data: unknown): boolean;
  readonly lastHeard: LastHeard;
  readonly bufferedAmount: number;
  /** Named by the welcome of this socket; null before one. */
  readonly connectionId: string | null;
  readonly gatewayId: string | null;
}

/** What the link asks and calls. These are functions because V8 inlines them and not getters; they run for every message. */
export interface LinkPort {
  state(): HeartbeatState;
  dispatch(event: MachineEvent): void;
  /** `lastHeard` is settled within a second anyway. */
  isSettledSoon(): boolean;
  /** A frame came, and was dated. */
  heard(at: number): void;
  message(data: unknown, event: MessageEvent): void;
  invalid(reason: string): void;
  failed(error: unknown): void;
}

/** Makes a link that holds no socket. */
export function createLink(config: LinkConfig, port: LinkPort): Link {
  const { codec, clock } = config;
  const lastHeard = createLastHeard(clock.now);
  let socket: TransportSocket | undefined;
  let dialled: TransportRequest | undefined;
  let connectionId: string | null = null;
  let gatewayId: string | null = null;

  // Frames are never queued: what the socket does not accept now is not sent. A codec of the app's may throw.
  function sendFrame(encode: () => string | null): void {
    try {
      const data = encode();
      if (data !== null) socket?.send(data);
    } catch (error) {
      port.failed(error);
    }
  }

  function receive(socketId: number, event: MessageEvent): void {
    const state = port.state();
    // A WebSocket class of the app's may go on calling after it was closed.
    if (socketId !== state.socketId || state.phase !== 'open') return;
    // Read once: in a browser each read costs more than all of what follows.
    const { data } = event as { readonly data: unknown };
    const frame = classify(data);
    // A hidden page's timers come once a minute, so its frames are always dated.
    if (frame.kind === 'message' && port.isSettledSoon() && state.page.hiddenAt === null) lastHeard.noteUndated();
    else port.heard(lastHeard.note());
    if (frame.kind !== 'message') {
      if (frame.kind === 'welcome') ({ connectionId, gatewayId } = frame);
      return port.dispatch(toMachineEvent(frame, socketId));
    }
    if (frame.invalid !== undefined) port.invalid(frame.invalid);
    port.message(data, event);
  }

  /** A codec must not throw. Where one does all the same, the application gets what the codec could not read. */
  function classify(data: unknown): Classified {
    try {
      return codec.classify(data);
    } catch (error) {
      port.failed(error);
      return { kind: 'message' };
    }
  }

  return {
    open: ({ socketId, attempt, cause }) => {
      lastHeard.reset();
      connectionId = gatewayId = null;
      socket = startAttempt(
        config,
        { attempt, cause },
        {
          opened: () => port.dispatch({ type: 'socket.opened', socketId }),
          closed: (code, reason, wasClean) =>
            port.dispatch({ type: 'socket.closed', socketId, code, reason, wasClean, hint: parseCloseHint(reason) }),
          dialing: (request) => {
            dialled = request;
          },
          failed: (message, isFinal) => {
            if (isFinal) cannotConnect(message);
            port.dispatch({ type: 'socket.failed', socketId, message, isFinal });
          },
          message: (event) => receive(socketId, event),
        },
      );
    },
    drop: (code, reason) => {
      socket?.drop(code, reason);
      socket = undefined;
    },
    diagnose: (outageAt) => {
      if (!dialled || NO_SERVER in dialled.WebSocket) return;
      const { diagnoseUrl } = config;
      const hasProtocols = (dialled.protocols ?? []).length > 0;
      diagnose(diagnoseUrl === undefined ? dialled.url : resolveUrl(diagnoseUrl), hasProtocols).then(
        (found) => port.dispatch({ type: 'dial.diagnosed', outageAt, ...found }),
        (error: unknown) => port.failed(error),
      );
    },
    sendPing: (id) => sendFrame(() => codec.ping(id)),
    sendPong: (id) => sendFrame(() => codec.pong(id)),
    sendHello: ({ attempt, previous }) =>
      sendFrame(() =>
        encodeFrame({
          kind: 'hello',
          client: `heartbeat-socket/${VERSION}`,
          attempt,
          previous: previous ?? undefined,
        }),
      ),
    send: (data) => socket?.send(data) ?? false,
    lastHeard,
    get bufferedAmount() {
      return socket?.bufferedAmount ?? 0;
    },
    get connectionId() {
      return connectionId;
    },
    get gatewayId() {
      return gatewayId;
    },
  };
}
