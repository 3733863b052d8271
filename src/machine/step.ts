import type { EventDetails, HeartbeatEventKind } from '../protocol/events.js';
import type { Effect, RecordEffect } from './effect.js';
import type { Moment } from './event.js';
import type { MachineConfig } from './options.js';

/**
 * One step of the machine while it is being taken. Functions of the machine are `(state, …, step) => state`: they read
 * time and randomness here, and collect here what is to be done, in order.
 */
export interface Step extends Moment {
  readonly config: MachineConfig;
  readonly effects: Effect[];
}

/** Adds a record to the step. */
export function record<Kind extends HeartbeatEventKind>(step: Step, kind: Kind, details: EventDetails[Kind]): void {
  step.effects.push({ type: 'record', kind, details } as RecordEffect);
}

/** Whole milliseconds from an instant to the step. */
export const msSince = (at: number, step: Step): number => Math.round(step.at - at);
