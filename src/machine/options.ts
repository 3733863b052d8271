import type { Codec } from '../protocol/codec.js';
import type { ConnectionCause } from '../protocol/events.js';
import { HeartbeatOptionError } from '../protocol/options/optionError.js';
import { checkInteger, MAX_TIMER_MS } from '../protocol/options/optionRules.js';

/** How a live connection is watched. All durations are integers, in milliseconds. */
export interface HeartbeatOptions {
  /**
   * Between two pings of ours; each is drawn from 0.9 to 1 × this, so that clients do not ping in step. Keep it under
   * the idle limit of everything on the path: nginx and AWS ALB cut at 60 s, Heroku at 55 s, Cloudflare at 100 s.
   * @default 25_000
   */
  readonly intervalMs?: number | undefined;
  /**
   * No proof of life for this long after the first unanswered ping: the connection is dead. Any inbound frame is proof.
   * @default 3 × intervalMs
   */
  readonly timeoutMs?: number | undefined;
  /**
   * `'adaptive'` learns the round-trip time and counts a heartbeat as missed when the answer takes far longer; each
   * probe after it gets twice as long. `'fixed'` counts a ping as missed if it is unanswered when the next one is due,
   * and judges by `timeoutMs` alone. @default 'adaptive'
   */
  readonly detection?: 'adaptive' | 'fixed' | undefined;
  /** Adaptive: missed heartbeats in a row that mean dead. `timeoutMs` is the outer bound all the same. @default 3 */
  readonly maxMissed?: number | undefined;
  /**
   * The gateway's settings apply, within `bounds`. Unless an operator has set them at run time, an interval of yours that is
   * not longer than the gateway's stays, because your path may need it.
   * @default true
   */
  readonly follow?: boolean | undefined;
  /** What a gateway may ask for; values outside are moved to the nearer end. @default { minMs: 1_000, maxMs: 300_000 } */
  readonly bounds?: { readonly minMs: number; readonly maxMs: number } | undefined;
  /** The dialect that the other side speaks. @default jsonCodec() */
  readonly codec?: Codec | undefined;
}

/** When and how often to dial again. All durations are integers, in milliseconds. */
export interface ReconnectOptions {
  /** Dials after a loss before giving up (`failed`). 0: none. `Infinity`: never give up. @default 10 */
  readonly maxAttempts?: number | undefined;
  /** The minimum of every delay. The first attempt comes after this and U(0, `baseDelayMs`). @default 500 */
  readonly minDelayMs?: number | undefined;
  /**
   * The width of the first draw. Each later attempt has a window of its own, five times as wide, doubling from the sixth
   * attempt on, and comes at the same place in each: one random number per outage spreads the clients evenly over all of them.
   * @default 1_000
   */
  readonly baseDelayMs?: number | undefined;
  /**
   * The widest window. No delay is longer than this and half of `minDelayMs`.
   * @default 30_000, or `minDelayMs` where that is more
   */
  readonly maxDelayMs?: number | undefined;
  /** Open this long, with one pong received: all attempts are available again. @default 10_000 */
  readonly stableAfterMs?: number | undefined;
  /**
   * Overrules the close-code table for one loss; if it returns undefined, the table decides. It must be pure, because a
   * replay calls it again. Its decision also beats the time that a server asks for. If it throws or returns anything else,
   * such as a promise, the table decides too; what it throws or rejects with is logged and reaches the console.
   */
  readonly decide?: ((loss: ConnectionLoss) => LossDecision | undefined) | undefined;
}

/** What `reconnect.decide` is told. */
export interface ConnectionLoss {
  readonly cause: ConnectionCause;
  /** The close code; 1006 where there was no closing handshake. */
  readonly code: number;
  /** Attempts made in this outage. */
  readonly attempt: number;
}

/** What `reconnect.decide` may answer. `'slow'` waits as for an overloaded gateway: 2, 30, 60, 300 s. */
export type LossDecision = 'retry' | 'retry-now' | 'slow' | 'reauthorize' | 'fail';

/** The options that the machine understands; the other options of `createHeartbeatSocket` are for its driver. */
export interface MachineOptions {
  /** `false`: send no pings and never find a peer dead; pings of the other side are still answered. */
  readonly heartbeat?: HeartbeatOptions | false | undefined;
  /** `false`: never dial again without being asked. */
  readonly reconnect?: ReconnectOptions | false | undefined;
  /** One attempt, from asking for its URL to open. @default 10_000 */
  readonly connectTimeoutMs?: number | undefined;
  /**
   * How long `onUnauthorized` may take, which is as long as a person may take to sign in. A later success still dials.
   * @default 120_000
   */
  readonly authTimeoutMs?: number | undefined;
  /** An outage longer than this, from its first drop, sets `lost`: what the banner shows. 0: at once. @default 1_000 */
  readonly lostAfterMs?: number | undefined;
  /**
   * After the second failed attempt of an outage, ask the server why, once per outage, because browsers report every
   * refusal alike. A URL: ask there; `false`: never. @default true
   */
  readonly diagnose?: boolean | string | URL | undefined;
  /**
   * `'keep'` goes on pinging. With `pauseAfterMs`, a page hidden for that long closes its socket (`paused`), and
   * connects again when it becomes visible. No attempt is used up. @default 'keep'
   */
  readonly whenHidden?: 'keep' | { readonly pauseAfterMs: number } | undefined;
}

/** The options with nothing left open: what the machine is made with. */
export interface MachineConfig {
  readonly heartbeat: {
    readonly initiator: Codec['initiator'];
    readonly intervalMs: number;
    readonly timeoutMs: number;
    readonly detection: 'adaptive' | 'fixed';
    readonly maxMissed: number;
    readonly follow: boolean;
    readonly bounds: { readonly minMs: number; readonly maxMs: number };
    /** The timing was written by the app, rather than being the default. */
    readonly chosen: boolean;
  } | null;
  readonly reconnect: {
    readonly maxAttempts: number;
    readonly minDelayMs: number;
    readonly baseDelayMs: number;
    readonly maxDelayMs: number;
    readonly stableAfterMs: number;
    readonly decide: NonNullable<ReconnectOptions['decide']>;
  };
  readonly connectTimeoutMs: number;
  readonly authTimeoutMs: number;
  readonly lostAfterMs: number;
  /** Null: never. */
  readonly pauseAfterMs: number | null;
  readonly canDiagnose: boolean;
  /** The app can refresh credentials. */
  readonly canReauthorize: () => boolean;
}

/** Under the idle limits of common proxies: see `HeartbeatOptions`. */
export const DEFAULT_INTERVAL_MS = 25_000;

/** A timer that is this late was delayed by sleep or by a busy thread, which says nothing about the other side. */
export const LATE_MS = 1_000;

/** A server is asked why after the second failed dial of an outage, and not before it has lasted this long. */
export const DIAGNOSE_AFTER_MS = 1_000;

/** How much longer than `lostAfterMs` an outage waits for its first attempt, if that is under way. */
export const GRACE_MS = 500;

/** An open connection that is silent counts as confirmed after this long. A server that accepts only to close does so at once. */
export const CONFIRM_MS = 1_000;

/** The timeout where only an interval is known: three intervals, so that two missed heartbeats do not end a connection. */
export const defaultTimeoutMs = (intervalMs: number): number => Math.min(3 * intervalMs, MAX_TIMER_MS);

/**
 * Fills in the defaults and refuses what makes no sense.
 * @throws HeartbeatOptionError naming option, rule and value.
 */
export function resolveMachineConfig(
  options: MachineOptions = {},
  canReauthorize: () => boolean = () => false,
): MachineConfig {
  const reconnect: ReconnectOptions = options.reconnect === false ? { maxAttempts: 0 } : (options.reconnect ?? {});
  const { whenHidden = 'keep' } = options;
  // What is given for one of the two moves the default of the other; an invalid floor is refused by its own name.
  const maxDelayMs = checkInteger('reconnect.maxDelayMs', reconnect.maxDelayMs ?? 30_000);
  const minDelayMs = checkInteger('reconnect.minDelayMs', reconnect.minDelayMs ?? 500, 0, MAX_TIMER_MS - maxDelayMs);
  return {
    heartbeat: options.heartbeat === false ? null : resolveHeartbeat(options.heartbeat ?? {}),
    reconnect: {
      maxAttempts: checkInteger('reconnect.maxAttempts', reconnect.maxAttempts ?? 10, 0, MAX_TIMER_MS, true),
      minDelayMs,
      baseDelayMs: checkInteger(
        'reconnect.baseDelayMs',
        reconnect.baseDelayMs ?? Math.min(1_000, maxDelayMs),
        0,
        maxDelayMs,
      ),
      maxDelayMs,
      stableAfterMs: checkInteger('reconnect.stableAfterMs', reconnect.stableAfterMs ?? 10_000),
      // Read when it is asked: an option function is never stale.
      decide: (loss) => (options.reconnect || {}).decide?.(loss),
    },
    connectTimeoutMs: checkInteger('connectTimeoutMs', options.connectTimeoutMs ?? 10_000, 1),
    authTimeoutMs: checkInteger('authTimeoutMs', options.authTimeoutMs ?? 120_000, 1),
    lostAfterMs: checkInteger('lostAfterMs', options.lostAfterMs ?? 1_000),
    pauseAfterMs: whenHidden === 'keep' ? null : checkInteger('whenHidden.pauseAfterMs', whenHidden.pauseAfterMs),
    canDiagnose: options.diagnose !== false,
    canReauthorize,
  };
}

function resolveHeartbeat(options: HeartbeatOptions): NonNullable<MachineConfig['heartbeat']> {
  const { initiator = 'both', everyMs } = options.codec ?? {};
  const intervalMs = checkInteger('heartbeat.intervalMs', everyMs ?? options.intervalMs ?? DEFAULT_INTERVAL_MS, 1);
  const detection = options.detection ?? 'adaptive';
  if (detection !== 'adaptive' && detection !== 'fixed') {
    throw new HeartbeatOptionError('heartbeat.detection', "'adaptive' or 'fixed'", detection);
  }
  const { minMs, maxMs } = options.bounds ?? { minMs: 1_000, maxMs: 300_000 };
  checkInteger('heartbeat.bounds.maxMs', maxMs, 1);
  return {
    initiator,
    intervalMs,
    timeoutMs: checkInteger('heartbeat.timeoutMs', options.timeoutMs ?? defaultTimeoutMs(intervalMs), 1),
    detection,
    // There are no probes that would make each miss weigh more: `timeoutMs` decides.
    maxMissed: initiator === 'server' ? Infinity : checkInteger('heartbeat.maxMissed', options.maxMissed ?? 3, 1),
    follow: options.follow ?? true,
    bounds: { minMs: checkInteger('heartbeat.bounds.minMs', minMs, 1, maxMs), maxMs },
    chosen: options.intervalMs !== undefined || options.timeoutMs !== undefined,
  };
}
