import type { HeartbeatTiming } from '../protocol/frames.js';
import type { TimerName } from './deadlines.js';

/** Facts the machine is told, in the past tense. Those of a socket carry its id: a fact about an old socket is ignored. */
export type MachineEvent =
  | { readonly type: 'user.connected' }
  | { readonly type: 'user.disconnected'; readonly code: number; readonly reason: string }
  | { readonly type: 'user.reconnected' }
  | { readonly type: 'user.configured'; readonly timing: Partial<HeartbeatTiming> }
  /** Somebody wants to know now whether the peer lives. */
  | { readonly type: 'user.checked' }
  | { readonly type: 'page.changed'; readonly signal: PageSignal }
  /** The wall clock ran on while the monotonic one stood still: the machine slept under us. */
  | { readonly type: 'clock.woke'; readonly gapMs: number }
  | { readonly type: 'auth.renewed'; readonly socketId: number }
  | { readonly type: 'auth.rejected'; readonly socketId: number; readonly message: string }
  | { readonly type: 'socket.opened'; readonly socketId: number }
  | {
      readonly type: 'socket.closed';
      readonly socketId: number;
      readonly code: number;
      readonly reason: string;
      readonly wasClean: boolean;
      /** When the gateway wants us back, if its close reason said so. */
      readonly hint?: RetryWindow;
    }
  /** There never was a socket: the URL was rejected, or the constructor threw. */
  | { readonly type: 'socket.failed'; readonly socketId: number; readonly message: string }
  | { readonly type: 'ping.received'; readonly socketId: number; readonly id?: number }
  | { readonly type: 'pong.received'; readonly socketId: number; readonly id?: number }
  /** Any other frame came while the peer was in doubt. Healthy connections pass `heardAt` with their timers instead. */
  | { readonly type: 'peer.heard'; readonly socketId: number }
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
      /** It came in a welcome, which also shows that the peer knows pings with ids and takes a hello. */
      readonly welcome: boolean;
    }
  | {
      readonly type: 'timer.fired';
      readonly timer: TimerName;
      /** When the last frame of the present socket came in, monotonic ms; −Infinity before the first. */
      readonly heardAt: number;
    };

/** A draining gateway's wish: come back at a random instant of the window that begins in `afterMs`. */
export interface RetryWindow {
  readonly afterMs: number;
  readonly windowMs: number;
}

/**
 * What a page tells of itself. `restored` stands for every way of coming back: shown again from the back-forward cache,
 * resumed after a freeze, focused.
 */
export type PageSignal = 'visible' | 'hidden' | 'online' | 'offline' | 'restored';

/** What comes with every event, since the machine reads no clock and draws no lots. */
export interface Moment {
  /** Monotonic milliseconds. */
  readonly at: number;
  /** Uniform in [0, 1). */
  readonly random: number;
}
