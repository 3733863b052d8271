import type { Effect } from './effect.js';
import type { HeartbeatState } from './state.js';

/** What one step of the machine comes to, its timers aside. */
export type Reaction = readonly [HeartbeatState, readonly Effect[]];

/** Puts effects before those of a reaction. */
export const after = (first: readonly Effect[], [state, effects]: Reaction): Reaction => [
  state,
  [...first, ...effects],
];
