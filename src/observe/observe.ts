import { systemClock } from '../client/clock.js';
import { report } from '../client/report.js';
import type { LastClose } from '../client/snapshot/snapshot.js';
import type { ObservedConnection } from '../client/heartbeatSocket.js';
import type { ConnectionStatus } from '../machine/status.js';
import type { ConnectionCause } from '../protocol/events.js';
import { guard } from '../protocol/listeners.js';
import { HeartbeatOptionError } from '../protocol/options/optionError.js';
import { createObservedConnection, type ObserverOptions } from './connection.js';
import { checkInteger } from '../protocol/options/optionRules.js';
import { requireMembers } from './requireMembers.js';

/** How `observe` reads a client of any kind. */
export interface ObserveOptions extends ObserverOptions {
  /** Calls `changed` whenever a value that is read below may have changed; returns the undo. */
  readonly subscribe: (changed: () => void) => () => void;
  /**
   * Where the client stands. `'connecting'`: a dial is under way; `'reconnecting'`: the connection is not there, and the
   * client will dial again.
   */
  readonly getStatus: () => ConnectionStatus;
  /** Dials now. */
  readonly reconnect: () => unknown;
  /** When the next dial starts, epoch ms; null where that is not known exactly. @default never known */
  readonly getNextRetryAt?: (() => number | null) | undefined;
  /** The attempt of this outage that is waiting or under way. @default the dials that were seen */
  readonly getAttempt?: (() => number) | undefined;
  /** Why the connection is not there. @default `closed`, or `connect-error` after a dial */
  readonly getCause?: (() => ConnectionCause | null) | undefined;
  /** How the last connection ended. @default not known */
  readonly getLastClose?: (() => Omit<LastClose, 'at'> | null) | undefined;
  /** Dials before the client gives up. @default Infinity */
  readonly maxAttempts?: number | undefined;
  /** Starts. @default `reconnect` */
  readonly connect?: (() => unknown) | undefined;
  /** Ends the connection. @default `disconnect` does nothing */
  readonly disconnect?: ((code?: number, reason?: string) => unknown) | undefined;
}

/** Every status, so that an unknown word is found at once. */
const STATUSES = [
  'idle',
  'connecting',
  'open',
  'degraded',
  'reconnecting',
  'offline',
  'paused',
  'failed',
  'closed',
] as const satisfies readonly ConnectionStatus[];

/**
 * Follows a client that has no observer of its own here: banner, countdown, button, indicator, log and devtools show
 * its state.
 *
 * @throws HeartbeatOptionError for a missing function, an invalid option, or an unknown status
 * @example
 * const connection = observe({
 *   subscribe: (changed) => client.onStateChange(changed),
 *   getStatus: () => (client.isConnected ? 'open' : 'reconnecting'),
 *   reconnect: () => client.connect(),
 * });
 */
export function observe(options: ObserveOptions): ObservedConnection {
  requireMembers('observe(options)', 'its example', options, ['subscribe', 'getStatus', 'reconnect']);
  const { clock = systemClock } = options;
  checkInteger('maxAttempts', options.maxAttempts ?? Infinity, 0, undefined, true);
  return createObservedConnection(
    {
      watch: (tell) => {
        const changed = (): void => {
          const status = options.getStatus();
          // Does not compile where the list lacks one.
          if (!STATUSES.includes(status satisfies (typeof STATUSES)[number])) {
            throw new HeartbeatOptionError('observe(options).getStatus()', STATUSES.join(', '), status);
          }
          tell({
            status,
            // NaN where it is not known.
            retryInMs: (options.getNextRetryAt?.() ?? NaN) - clock.wallNow(),
            attempt: options.getAttempt?.(),
            cause: options.getCause?.() ?? undefined,
            close: options.getLastClose?.(),
          });
        };
        changed();
        // A client is not to be stopped half-way by what its observer is told.
        return [options.subscribe(() => guard(report, changed))];
      },
      reconnect: () => options.reconnect(),
      connect: options.connect,
      disconnect: options.disconnect,
      maxAttempts: () => options.maxAttempts,
    },
    options,
  );
}
