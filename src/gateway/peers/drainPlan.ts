import type { RetryWindow } from '../../protocol/frames.js';
import { MAX_TIMER_MS } from '../../protocol/options/optionRules.js';
import type { DrainView } from '../views.js';

/**
 * How many times longer the window is than the other gateways need at their full rate. Arrivals bunch up: by chance, and
 * after every stall of an event loop on their way.
 */
const HEADROOM = 2;
/** The time slot of a client. It begins at the client's place in the window, and the client leaves at random within it. */
const SLOT_MS = 250;
/** How long after its time slot a client may take to leave. Then it is closed like those that cannot leave by themselves. */
const GRACE_MS = 1_000;
/** Clients that are closed all at once are told to return over at least this long (RFC 6455, section 7.2.3). */
const LEAST_RETURN_MS = 5_000;

/** How long the other gateways take to accept the connections, with headroom. */
const windowFor = (connections: number, admitPerSecond: number): number =>
  Math.ceil((HEADROOM * connections * 1_000) / admitPerSecond);

/** Plans a drain. Pure. */
export function planDrain(connections: number, admitPerSecond: number, overMs: number): DrainView {
  const neededMs = windowFor(connections, admitPerSecond);
  return { connections, overMs, windowMs: Math.max(0, Math.min(neededMs, overMs - GRACE_MS)) };
}

/** Where a client stands in a drain. Milliseconds from its beginning. */
export interface DrainPlace {
  /** When the client's time slot begins. */
  readonly afterMs: number;
  /** How long its time slot is. */
  readonly slotMs: number;
  /** When the client is closed if it is still connected. */
  readonly closeMs: number;
}

/** The part of the plan for the client at a place (0 … connections − 1) in the queue. */
export function placeInDrain({ connections, overMs, windowMs }: DrainView, place: number): DrainPlace {
  const slotMs = Math.min(SLOT_MS, windowMs);
  const afterMs = Math.round((place / connections) * (windowMs - slotMs));
  // Closes begin when the first client has had its grace, and are even from there to the deadline. Since the window ends
  // before the deadline does, no client is closed before the end of its time slot.
  const firstMs = Math.min(overMs, slotMs + GRACE_MS);
  const closeMs = firstMs + ((place + 1) / connections) * (overMs - firstMs);
  return { afterMs, slotMs, closeMs };
}

/**
 * When clients that are closed over `overMs` (0: all at once) may come back: within the time that all of them need, less
 * the time over which the closes themselves are spread.
 */
export function returnWindow(connections: number, admitPerSecond: number, overMs = 0): RetryWindow {
  const neededMs = Math.max(LEAST_RETURN_MS, windowFor(connections, admitPerSecond));
  return { afterMs: 0, windowMs: Math.min(Math.max(SLOT_MS, neededMs - overMs), MAX_TIMER_MS) };
}
