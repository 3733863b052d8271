import type { SocketOptions } from './options.js';
import { parseTrace, type TraceEntry } from './optional/trace.js';
import { resolveMachineConfig } from '../machine/options.js';
import { initialState, type HeartbeatState } from '../machine/state.js';
import { toStatus, type ConnectionStatus } from '../machine/status.js';
import { transition } from '../machine/transition.js';

/** One step of a replay: the input, and what the machine made of it. */
export interface ReplayStep {
  readonly entry: TraceEntry;
  readonly state: HeartbeatState;
  readonly status: ConnectionStatus;
  /** The machine was in the same phase when the trace was recorded. */
  readonly isSame: boolean;
}

/**
 * Feeds the inputs of a trace to the machine again: the same states come out, so that an outage that happened somewhere
 * else can be looked at step by step. Opens nothing, waits for nothing.
 *
 * @param trace what `createTrace().toString()` wrote, or its entries
 * @param options those of the connection it was recorded on
 * @example
 * const odd = replay(readFileSync('trace.jsonl', 'utf8'), options).find((step) => !step.isSame);
 */
export function replay(trace: string | readonly TraceEntry[], options: SocketOptions = {}): ReplayStep[] {
  const config = resolveMachineConfig(options, () => options.onUnauthorized !== undefined);
  let state = initialState(config);
  return (typeof trace === 'string' ? parseTrace(trace) : trace).map((entry) => {
    [state] = transition(config, state, entry.event, entry);
    return { entry, state, status: toStatus(state), isSame: state.phase === entry.phase };
  });
}
