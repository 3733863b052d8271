import type { MachineEvent } from '../event.js';
import type { HeartbeatState } from '../state.js';
import { record, type Step } from '../step.js';

/** An event that means nothing in this state changes nothing, and the log says so. */
export function ignore(state: HeartbeatState, event: MachineEvent, step: Step): HeartbeatState {
  record(step, 'event.ignored', { event: event.type, status: state.phase });
  return state;
}
