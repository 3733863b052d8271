import { HeartbeatOptionError } from '../../protocol/options/optionError.js';
import { checkNames } from '../../protocol/options/optionNames.js';
import { checkInteger } from '../../protocol/options/optionRules.js';
import type { GatewayClock } from '../clock.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import type { DrainView } from '../views.js';
import { placeInDrain, planDrain, returnWindow } from './drainPlan.js';
import type { OpenPeer } from './peer.js';
import type { PeerRegistry } from './peerRegistry.js';
import { sendHome } from './sendHome.js';

/** The deadline of a drain by default: within the 30 s that Kubernetes gives a process after SIGTERM. */
export const DEFAULT_DRAIN_MS = 25_000;
/** Closes are batched, so that ten thousand do not take a timer each. */
const CLOSE_EVERY_MS = 50;

/** What a drain needs of the gateway. */
export interface DrainWorld {
  readonly clock: GatewayClock;
  readonly recorder: EventRecorder;
  readonly peers: PeerRegistry;
  readonly admitPerSecond: () => number;
  /** Called first, to refuse all further connections. */
  readonly onBegin: () => void;
}

/** A gateway's one drain. */
export interface Drain {
  /** Null until it has begun. */
  readonly plan: DrainView | null;
  /** Epoch milliseconds; 0 until it has begun. */
  readonly startedAt: number;
  /**
   * Sends every connection away, each at its time. A drain that has begun goes on as planned.
   * @throws HeartbeatOptionError for an invalid `overMs`.
   */
  readonly begin: (overMs: number | undefined) => DrainView;
  /** Cancels the closes that the drain has planned, because the gateway now closes all connections. */
  readonly stop: () => void;
}

/**
 * The deadline that `gateway.drain` was given.
 * @throws HeartbeatOptionError for an unknown name, because the default would silently apply instead of what was meant.
 */
export function readOverMs(options: { readonly overMs?: number | undefined }): number | undefined {
  if (Object(options) !== options) throw new HeartbeatOptionError('drain(options)', 'an object', options);
  checkNames('', options, { overMs: true });
  return options.overMs;
}

/** Makes the drain of a gateway, which does nothing before it begins. */
export function createDrain({ clock, recorder, peers, admitPerSecond, onBegin }: DrainWorld): Drain {
  let plan: DrainView | null = null;
  let startedAt = 0;
  let timer: unknown = null;

  const run = (current: DrainView): void => {
    const begunAt = clock.now();
    const window = returnWindow(current.connections, admitPerSecond(), current.overMs);
    const queue: { readonly peer: OpenPeer; readonly closeMs: number }[] = [];
    let handled = 0;
    const closeDue = (): void => {
      const passedMs = clock.now() - begunAt;
      for (let next = queue[handled]; next && next.closeMs <= passedMs; next = queue[handled]) {
        sendHome(next.peer, window, 'drain');
        handled += 1;
      }
      timer = handled < current.connections ? clock.setTimeout(closeDue, CLOSE_EVERY_MS) : null;
    };
    peers.inTurns((peer) => {
      const { afterMs, slotMs, closeMs } = placeInDrain(current, queue.length);
      queue.push({ peer, closeMs });
      peer.sendAway(afterMs, slotMs, 'restart');
    });
    closeDue();
  };

  return {
    get plan() {
      return plan;
    },
    get startedAt() {
      return startedAt;
    },
    begin(overMs = DEFAULT_DRAIN_MS) {
      if (plan) return plan;
      plan = planDrain(peers.size, admitPerSecond(), checkInteger('overMs', overMs));
      startedAt = clock.wallNow();
      onBegin();
      recorder.record('drain.started', { overMs, connections: plan.connections });
      run(plan);
      return plan;
    },
    stop: () => clock.clearTimeout(timer),
  };
}
