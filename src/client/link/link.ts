import type { Effect } from '../../machine/effect.js';
import type { MachineEvent } from '../../machine/event.js';
import type { HeartbeatState } from '../../machine/state.js';
import { parseCloseHint } from '../../protocol/closeHint.js';
import type { Classified } from '../../protocol/codec.js';
import { encodeFrame } from '../../protocol/frames.js';
import { startAttempt, type AttemptPlan } from './attempt.js';
import type { SocketConfig } from '../options.js';
import { toMachineEvent } from './toMachineEvent.js';
import type { TransportSocket } from '../transport.js';
import { VERSION } from './version.js';

/** The socket of the newest attempt: what goes out, and what is made of what comes in. */
export interface Link {
  open(order: Extract<Effect, { type: 'socket.open' }>): void;
  drop(code: number, reason: string): void;
  sendPing(id?: number): void;
  sendPong(id?: number): void;
  sendHello(order: Extract<Effect, { type: 'hello.send' }>): void;
  /** An application's message; false when the socket does not take it now. */
  send(data: unknown): boolean;
  /** Dates what was heard and not dated yet. @returns when the peer was last heard, monotonic; −Infinity: never */
  heardAt(): number;
  readonly bufferedAmount: number;
  /** What the welcome of this socket said; null before one. */
  readonly connectionId: string | null;
  readonly gatewayId: string | null;
}

/** Who the link asks and tells. Functions, not getters: engines make less of those, and these run for every message. */
export interface LinkPort {
  state(): HeartbeatState;
  dispatch(event: MachineEvent): void;
  /** `heardAt()` is asked for within a second. */
  isAskedSoon(): boolean;
  /** A message came, now. */
  heard(at: number): void;
  message(data: unknown, event: MessageEvent): void;
  invalid(reason: string): void;
  threw(error: unknown): void;
}

/** Makes a link that holds no socket. */
export function createLink({ codec, clock }: SocketConfig, plan: AttemptPlan, port: LinkPort): Link {
  let socket: TransportSocket | undefined;
  let heardAt = -Infinity;
  let isUndated = false;
  let connectionId: string | null = null;
  let gatewayId: string | null = null;

  // Frames are never queued: what the socket does not take now is not sent. A codec of the app's may throw.
  function sendFrame(encode: () => string | null): void {
    try {
      const data = encode();
      if (data !== null) socket?.send(data);
    } catch (error) {
      port.threw(error);
    }
  }

  function date(): number {
    isUndated = false;
    return (heardAt = clock.now());
  }

  function receive(socketId: number, event: MessageEvent): void {
    const state = port.state();
    // A class of the app's may go on telling after it was closed.
    if (socketId !== state.socketId || state.phase !== 'open') return;
    // Read once: in a browser each reading costs more than all of what follows.
    const { data } = event as { readonly data: unknown };
    const frame = classify(data);
    // In a flood, reading the clock would be the dearest part of a message. A hidden page's timers come once a minute.
    if (frame.kind === 'message' && port.isAskedSoon() && state.page.hiddenAt === null) isUndated = true;
    else port.heard(date());
    if (frame.kind !== 'message') {
      if (frame.kind === 'welcome') ({ connectionId, gatewayId } = frame);
      return port.dispatch(toMachineEvent(frame, socketId));
    }
    if (frame.invalid !== undefined) port.invalid(frame.invalid);
    port.message(data, event);
  }

  /** A codec must not throw. Where one does all the same, the application gets to see what it could not read. */
  function classify(data: unknown): Classified {
    try {
      return codec.classify(data);
    } catch (error) {
      port.threw(error);
      return { kind: 'message' };
    }
  }

  return {
    open: ({ socketId, attempt, cause }) => {
      heardAt = -Infinity;
      isUndated = false;
      connectionId = gatewayId = null;
      socket = startAttempt(
        plan,
        { attempt, cause },
        {
          opened: () => port.dispatch({ type: 'socket.opened', socketId }),
          closed: (code, reason, wasClean) => {
            const hint = parseCloseHint(reason);
            port.dispatch({ type: 'socket.closed', socketId, code, reason, wasClean, ...(hint && { hint }) });
          },
          failed: (message) => port.dispatch({ type: 'socket.failed', socketId, message }),
          message: (event) => receive(socketId, event),
        },
      );
    },
    drop: (code, reason) => {
      socket?.drop(code, reason);
      socket = undefined;
    },
    sendPing: (id) => sendFrame(() => codec.ping(id)),
    sendPong: (id) => sendFrame(() => codec.pong(id)),
    sendHello: ({ attempt, previous }) => {
      const client = `heartbeat-socket/${VERSION}`;
      sendFrame(() => encodeFrame({ kind: 'hello', client, attempt, ...(previous && { previous }) }));
    },
    send: (data) => socket?.send(data) ?? false,
    heardAt: () => (isUndated ? date() : heardAt),
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
