import type { DrainView } from '../views.js';
import * as closeCodes from '../../protocol/closeCodes.js';
import { encodeCloseHint } from '../../protocol/closeHint.js';
import type { Clock } from '../clock.js';
import type { Connection } from './connection.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import type { PeerRegistry } from './peerRegistry.js';
import { MAX_TIMER_MS } from '../../protocol/optionRules.js';
import { checkDuration } from '../settings/optionRules.js';

/** How long a drain may take when nobody says: within the 30 s that Kubernetes gives a process after SIGTERM. */
const DEFAULT_DRAIN_MS = 25_000;
/**
 * How much longer the window is than the next gateways would need at their full rate. Arrivals bunch up: by chance, and
 * behind every stall of an event loop on their way.
 */
const HEADROOM = 2;
/** Each client draws its instant from so much of the window, beginning at its own place in it. */
const LEAVE_MS = 250;
/** After its instant a client has so long to be gone, before it is closed like those that do not know how to leave. */
const GRACE_MS = 1_000;
/** Closes are gathered, so that ten thousand do not take a timer each. */
const CLOSE_EVERY_MS = 50;

/** Who is closed all at once returns over at least so long: RFC 6455, section 7.2.3, suggests it for a first delay. */
const LEAST_RETURN_MS = 5_000;

/** How long so many connections take to come in elsewhere. */
const windowFor = (connections: number, admitPerSecond: number): number =>
  Math.ceil((HEADROOM * connections * 1_000) / admitPerSecond);

/** Plans a drain. Pure. */
export function planDrain(connections: number, admitPerSecond: number, overMs: number): DrainView {
  const neededMs = windowFor(connections, admitPerSecond);
  return { connections, overMs, windowMs: Math.max(0, Math.min(neededMs, overMs - GRACE_MS)) };
}

/**
 * The close reason for a crowd that is closed over `overMs` (0: all at once): when its clients may come back. As much of
 * the time that they need as has passed by then, they need not wait.
 */
export function returnHint(connections: number, admitPerSecond: number, overMs = 0): string {
  const neededMs = Math.max(LEAST_RETURN_MS, windowFor(connections, admitPerSecond));
  const windowMs = Math.min(Math.max(LEAVE_MS, neededMs - overMs), MAX_TIMER_MS);
  return encodeCloseHint({ afterMs: 0, windowMs }, 'restart');
}

/** What the plan holds for the client at a place (0 … connections − 1) in the queue. */
export function placeInDrain(plan: DrainView, place: number): { afterMs: number; leaveMs: number; closeMs: number } {
  const { connections, overMs, windowMs } = plan;
  const leaveMs = Math.min(LEAVE_MS, windowMs);
  const afterMs = Math.round((place / connections) * (windowMs - leaveMs));
  // Those that cannot leave by themselves are closed evenly over the rest of the time, which begins when the first of
  // those that can must have left; a place is never reached before its own instant, as the window ends before that time.
  const firstMs = Math.min(overMs, leaveMs + GRACE_MS);
  const closeMs = firstMs + ((place + 1) / connections) * (overMs - firstMs);
  return { afterMs, leaveMs, closeMs };
}

/** What a drain needs of the gateway. */
export interface DrainWorld {
  readonly clock: Clock;
  readonly recorder: EventRecorder;
  readonly peers: PeerRegistry;
  readonly admitPerSecond: number;
  /** The first thing: nobody is let in any more. */
  readonly onBegin: () => void;
}

/** A gateway's one drain. */
export interface Drain {
  /** Null until it has begun. */
  readonly plan: DrainView | null;
  /**
   * Sends every connection away, each at its time. One that has begun goes on as planned.
   * @throws HeartbeatOptionError for an `overMs` that cannot be meant.
   */
  begin(overMs: number | undefined): DrainView;
  /** No closes any more: somebody else sees to them. */
  stop(): void;
}

/** Makes the drain of a gateway; nothing happens before it begins. */
export function createDrain({ clock, recorder, peers, admitPerSecond, onBegin }: DrainWorld): Drain {
  let plan: DrainView | null = null;
  let timer: unknown = null;

  const run = (current: DrainView): void => {
    const startedAt = clock.now();
    const hint = returnHint(current.connections, admitPerSecond, current.overMs);
    const queue: { readonly connection: Connection; readonly closeMs: number }[] = [];
    let handled = 0;
    const closeDue = (): void => {
      const passedMs = clock.now() - startedAt;
      for (let next = queue[handled]; next && next.closeMs <= passedMs; next = queue[handled]) {
        next.connection.close(closeCodes.restart, hint, 'drain');
        handled += 1;
      }
      timer = handled < current.connections ? clock.setTimeout(closeDue, CLOSE_EVERY_MS) : null;
    };
    peers.inTurns((connection) => {
      const { afterMs, leaveMs, closeMs } = placeInDrain(current, queue.length);
      queue.push({ connection, closeMs });
      connection.sendAway(afterMs, leaveMs, 'restart');
    });
    closeDue();
  };

  return {
    get plan() {
      return plan;
    },
    begin(overMs = DEFAULT_DRAIN_MS) {
      if (plan) return plan;
      if (overMs !== 0) checkDuration('overMs', overMs);
      plan = planDrain(peers.size, admitPerSecond, overMs);
      onBegin();
      recorder.record('drain.started', { overMs, connections: plan.connections });
      run(plan);
      return plan;
    },
    stop: () => clock.clearTimeout(timer),
  };
}
