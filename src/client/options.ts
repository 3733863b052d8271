import { resolveMachineConfig, type HeartbeatOptions, type MachineOptions } from '../machine/options.js';
import * as closeCodes from '../protocol/closeCodes.js';
import { ourCodec } from '../protocol/codec.js';
import { HeartbeatOptionError } from '../protocol/options/optionError.js';
import { checkInteger } from '../protocol/options/optionRules.js';
import { systemClock, type Clock } from './clock.js';
import type { DriverConfig } from './driver/driver.js';
import type { ConnectedListener } from './heartbeatSocket.js';
import type { Outbox } from './optional/outbox.js';
import type { LogSink } from './optional/sinks.js';
import type { Telemetry } from './optional/sendRecords.js';
import type { Trace } from './optional/trace.js';
import type { MessageFormat } from './optional/typedMessages.js';
import type { HeartbeatTimer } from './optional/workerTimer.js';
import { browserPage, type PageAdapter } from './page.js';
import { createSessionId } from './sessionId.js';
import type { Transport, WebSocketConstructor } from './transport.js';
import type { SocketProtocols, SocketUrl } from './url.js';

export { DEFAULT_INTERVAL_MS } from '../machine/options.js';

/** The options of `createHeartbeatSocket`. Durations are integers in milliseconds. */
// oxlint-disable-next-line typescript/no-explicit-any -- without type arguments: options for messages of any type
export interface SocketOptions<Received = any, Sent = any> extends MachineOptions {
  /** `false`: send no pings and judge no silence; pings of the other side are still answered. */
  readonly heartbeat?:
    | (HeartbeatOptions & {
        /** `workerTimer()`: pings from a Web Worker, exempt from hidden-tab throttling. @default the clock's timers */
        readonly timer?: HeartbeatTimer | undefined;
      })
    | false
    | undefined;
  /**
   * Refreshes credentials, once per refusal (1008, 4401, 41xx), within `authTimeoutMs`; then there is one dial. Without
   * it, or when it rejects, the connection fails with cause `auth`. Only one refresh runs at a time.
   */
  readonly onUnauthorized?: (() => void | Promise<void>) | undefined;
  /**
   * Called for each connection after its first frame, or after a second: the place to subscribe again. What it sends goes
   * before what the outbox holds.
   */
  readonly onConnected?: ConnectedListener | undefined;
  /** What is known of the page. @default the browser's events, where there are any */
  readonly page?: PageAdapter | undefined;
  /**
   * `createOutbox(…)`: holds messages while offline, and names those in doubt. The outbox given at `connect` is used
   * until `disconnect`. @default none
   */
  readonly outbox?: Outbox | undefined;
  /** `typedMessages(schema)`: the type of the application's messages. @default what the platform's are */
  readonly messages?: MessageFormat<Received, Sent> | undefined;
  /** `createTrace()`: records the machine's inputs, so that a bug report can be replayed. @default none */
  readonly trace?: Trace | undefined;
  /**
   * `sendRecords()`: sends the log to a gateway that asks for it, without any text that a person wrote. @default none
   */
  readonly telemetry?: Telemetry | undefined;
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

/**
 * Fills in the defaults. Options that may hold functions of the app are read when they are used, so that the owner of
 * the options, such as a hook, can replace them with newer functions.
 *
 * @throws HeartbeatOptionError naming option, rule and value
 */
export function resolveDriverConfig(url: SocketUrl, options: SocketOptions, transport: Transport): DriverConfig {
  const { clock = systemClock } = options;
  const { codec = ourCodec, timer = clock } = options.heartbeat || {};
  return {
    options,
    url,
    transport,
    codec,
    timer,
    machine: resolveMachineConfig(options, () => options.onUnauthorized !== undefined),
    protocols: () => options.protocols ?? (codec.protocols && [...codec.protocols]),
    clock,
    page: options.page ?? browserPage,
    random: options.random ?? Math.random,
    newSessionId: createSessionId,
    logCapacity: checkInteger('log.capacity', options.log?.capacity ?? 500, 0, 100_000),
  };
}

/** The platform refuses other codes, with an error that does not name the rule. */
export function checkCloseCode(code: number): void {
  if (code !== closeCodes.normal && !(Number.isInteger(code) && code >= 3_000 && code <= 4_999)) {
    throw new HeartbeatOptionError('disconnect(code)', '1000 or an integer from 3000 to 4999', code);
  }
}
