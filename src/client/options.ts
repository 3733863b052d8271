import {
  duration,
  resolveMachineConfig,
  type HeartbeatOptions,
  type MachineConfig,
  type MachineOptions,
} from '../machine/options.js';
import { jsonCodec, type Codec } from '../protocol/codec.js';
import { closeCodes, MAX_CLOSE_REASON_BYTES } from '../protocol/closeCodes.js';
import type { HeartbeatEvent } from '../protocol/events.js';
import { HeartbeatOptionError } from '../protocol/optionError.js';
import { systemClock, type Clock } from './clock.js';
import type { Outbox } from './optional/outbox.js';
import { browserPage, type PageAdapter } from './page.js';
import type { Trace } from './optional/trace.js';
import type { MessageFormat } from './optional/typedMessages.js';
import type { WebSocketConstructor } from './transport.js';
import type { SocketProtocols } from './url.js';

/** Takes each record of the event log as it is made. */
export type LogSink = (record: HeartbeatEvent) => void;

/** Timers for beats and verdicts alone; the rest runs on the clock. */
export interface BeatTimer extends Pick<Clock, 'setTimeout' | 'clearTimeout'> {
  /** Told, at most once, why it fell back to the page's own timers. */
  onFallback?: ((message: string) => void) | undefined;
}

/** Everything `createHeartbeatSocket` can be told. Durations are integers in milliseconds. */
// oxlint-disable-next-line typescript/no-explicit-any -- without type arguments: options for messages of any type
export interface SocketOptions<Incoming = any, Outgoing = any> extends MachineOptions {
  /** Liveness; `false` sends no pings and judges nobody, but still answers the other side's. */
  readonly heartbeat?:
    | (HeartbeatOptions & {
        /** The dialect. @default jsonCodec */
        readonly codec?: Codec | undefined;
        /** `workerTimer()`: beats from a Web Worker, exempt from hidden-tab throttling. @default the page's timers */
        readonly timer?: BeatTimer | undefined;
      })
    | false
    | undefined;
  /**
   * Refreshes credentials, once per refusal (1008, 4401, 41xx), within `connectTimeoutMs`; then there is one dial. Without
   * it, or when it rejects, the connection fails with cause `auth`.
   */
  readonly onUnauthorized?: (() => void | Promise<void>) | undefined;
  /** What the driver hears of the page. @default the browser's events, where there are any */
  readonly page?: PageAdapter | undefined;
  /** `createOutbox(…)`: holds messages while offline, and names those in doubt. @default none */
  readonly outbox?: Outbox | undefined;
  /** `typedMessages(schema)`: what the application's messages are. @default whatever the platform's are */
  readonly messages?: MessageFormat<Incoming, Outgoing> | undefined;
  /** `createTrace()`: records the machine's inputs, so that a bug report can be replayed. @default none */
  readonly trace?: Trace | undefined;
  /** Subprotocols; a function is called once per attempt. */
  readonly protocols?: SocketProtocols | undefined;
  /** How binary messages come in. @default the platform's */
  readonly binaryType?: 'blob' | 'arraybuffer' | undefined;
  /** A constructor, e.g. that of `ws` in Node 20. @default globalThis.WebSocket, looked up at each attempt */
  readonly WebSocket?: WebSocketConstructor | undefined;
  /** @default the platform's time */
  readonly clock?: Clock | undefined;
  /** Uniform in [0, 1). @default Math.random */
  readonly random?: (() => number) | undefined;
  readonly log?:
    | {
        /** Records kept in `socket.log`. 0: none. @default 500 */
        readonly capacity?: number | undefined;
        readonly sinks?: readonly LogSink[] | undefined;
      }
    | undefined;
}

/** The options with nothing left open. */
export interface SocketConfig {
  readonly machine: MachineConfig;
  readonly codec: Codec;
  readonly clock: Clock;
  readonly beatTimer: BeatTimer | undefined;
  readonly page: PageAdapter;
  readonly onUnauthorized: (() => void | Promise<void>) | undefined;
  readonly outbox: Outbox | undefined;
  readonly messages: MessageFormat<unknown, unknown> | undefined;
  readonly trace: Trace | undefined;
  readonly random: () => number;
  readonly logCapacity: number;
  readonly sinks: readonly LogSink[];
}

/** @throws HeartbeatOptionError naming option, rule and value. */
export function resolveSocketConfig(options: SocketOptions): SocketConfig {
  return {
    machine: resolveMachineConfig(options, options.onUnauthorized !== undefined),
    codec: (options.heartbeat && options.heartbeat.codec) || jsonCodec,
    clock: options.clock ?? systemClock,
    beatTimer: (options.heartbeat || {}).timer,
    page: options.page ?? browserPage,
    onUnauthorized: options.onUnauthorized,
    outbox: options.outbox,
    messages: options.messages,
    trace: options.trace,
    random: options.random ?? Math.random,
    logCapacity: duration('log.capacity', options.log?.capacity ?? 500, 0, 100_000),
    sinks: options.log?.sinks ?? [],
  };
}

/** The platform refuses other codes and longer reasons, with an error that names neither. */
export function checkClose(code: number, reason: string): void {
  if (code !== closeCodes.normal && !(Number.isInteger(code) && code >= 3_000 && code <= 4_999)) {
    throw new HeartbeatOptionError('disconnect(code)', '1000 or an integer from 3000 to 4999', code);
  }
  if (new TextEncoder().encode(reason).length > MAX_CLOSE_REASON_BYTES) {
    throw new HeartbeatOptionError('disconnect(reason)', `at most ${MAX_CLOSE_REASON_BYTES} bytes of UTF-8`, reason);
  }
}

/** The class to dial with, or an error that says what to do where the platform has none. */
export function webSocketClass(given: WebSocketConstructor | undefined): WebSocketConstructor {
  const found = given ?? (globalThis as { WebSocket?: WebSocketConstructor }).WebSocket;
  if (!found) {
    throw new HeartbeatOptionError('WebSocket', 'given where the platform has none: Node 20 needs that of `ws`', found);
  }
  return found;
}
