import type { ConnectionCause } from '../protocol/events.js';
import type { HeartbeatTiming, RetryWindow } from '../protocol/frames.js';
import type { TimerName } from './timer.js';

/** Timing as an app gives it; undefined: as it is. */
export type GivenTiming = { readonly [Name in keyof HeartbeatTiming]?: number | undefined };

/** What the machine is told, in the past tense. Events of a socket carry its id; those of an old socket are ignored. */
export type MachineEvent =
  | { readonly type: 'user.connected' }
  | { readonly type: 'user.disconnected'; readonly code: number; readonly reason: string }
  | { readonly type: 'user.reconnected' }
  | { readonly type: 'user.configured'; readonly timing: GivenTiming }
  /** The app asks whether the other side lives. */
  | { readonly type: 'user.checked' }
  | { readonly type: 'page.changed'; readonly signal: PageSignal }
  /** The wall clock ran on while the monotonic one stood still: the computer slept. */
  | { readonly type: 'clock.woke'; readonly gapMs: number }
  | { readonly type: 'auth.renewed'; readonly socketId: number }
  | { readonly type: 'auth.rejected'; readonly socketId: number; readonly message: string }
  /** The server was asked why the dials of this outage fail. */
  | {
      readonly type: 'dial.diagnosed';
      readonly outageAt: number;
      readonly cause: ConnectionCause;
      readonly retryAfterMs?: number | undefined;
    }
  | { readonly type: 'socket.opened'; readonly socketId: number }
  | {
      readonly type: 'socket.closed';
      readonly socketId: number;
      readonly code: number;
      readonly reason: string;
      readonly wasClean: boolean;
      /** When the gateway wants this client back, if its close reason said so. */
      readonly hint?: RetryWindow | undefined;
    }
  /** There never was a socket: the URL was rejected, or the constructor threw. */
  | {
      readonly type: 'socket.failed';
      readonly socketId: number;
      readonly message: string;
      /** A mistake of the app's: the next attempt would fail in the same way. */
      readonly isFinal?: boolean | undefined;
    }
  | { readonly type: 'ping.received'; readonly socketId: number; readonly id?: number | undefined }
  | { readonly type: 'pong.received'; readonly socketId: number; readonly id?: number | undefined }
  /** The codec had no ping to send: the last one that was ordered asks nothing. */
  | { readonly type: 'ping.withheld'; readonly socketId: number }
  /** Another frame came while a heartbeat was missed. Healthy connections pass `heardAt` with their timers instead. */
  | {
      readonly type: 'peer.heard';
      readonly socketId: number;
      /** It was a heartbeat, which wants no answer. */
      readonly isHeartbeat?: boolean | undefined;
    }
  | {
      readonly type: 'drain.received';
      readonly socketId: number;
      readonly hint: RetryWindow;
      readonly reason: string;
    }
  | {
      readonly type: 'settings.received';
      readonly socketId: number;
      readonly timing: HeartbeatTiming;
      readonly version: number;
      /** An operator has set the timing at run time. */
      readonly administered?: boolean | undefined;
      /** It came in a welcome, which also shows that the gateway knows pings with ids and takes a hello. */
      readonly welcome: boolean;
    }
  | {
      readonly type: 'timer.fired';
      readonly timer: TimerName;
      /** When the last frame of the present socket came in, monotonic ms; −Infinity before the first. */
      readonly heardAt: number;
      /**
       * When the application last gave reason to expect a long message on the path, monotonic ms: it sent one that has had
       * no answer since, or a long one went either way; −Infinity for never.
       */
      readonly talkedAt: number;
      /** The browser makes dials wait after others that failed, without saying so. */
      readonly canHoldDials?: boolean | undefined;
      /** Bytes that wait in the socket to be sent. */
      readonly bufferedAmount: number;
    };

/** Events whose meaning depends on the phase. */
export type PhaseEvent = Exclude<
  MachineEvent,
  {
    type:
      'user.connected' | 'user.disconnected' | 'user.reconnected' | 'user.configured' | 'page.changed' | 'clock.woke';
  }
>;

/**
 * What a page reports. `restored` stands for the other ways of coming back: shown again from the back-forward cache,
 * resumed after a freeze, focused. `leaving`: a navigation begins, which may yet turn out to be a download.
 */
export type PageSignal = 'visible' | 'hidden' | 'online' | 'offline' | 'restored' | 'leaving';

/** Comes with every event, because the machine reads no clock and draws no random numbers. */
export interface Moment {
  /** Monotonic milliseconds. */
  readonly at: number;
  /** Uniform in [0, 1). */
  readonly random: number;
}
