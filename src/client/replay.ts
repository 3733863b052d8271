import type { SocketOptions } from './options.js';
import { inputOf, kindsOf, phaseOf, readRecords, type RecordedFact } from './optional/recordedInputs.js';
import { parseTrace, type TraceEntry } from './optional/trace.js';
import { resolveMachineConfig, type MachineConfig } from '../machine/options.js';
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
 * else can be looked at step by step. It opens no socket and waits for nothing.
 *
 * It also reads the time line of a session that a gateway has exported. Its records say less than a trace, so the
 * inputs are inferred from them, and `isSame` says whether the machine was in the phase that the records show. Lost
 * records show as differences.
 *
 * @param trace what `createTrace().toString()` wrote, its entries, or the JSON of `GET /heartbeat/sessions/:id/timeline`
 * @param options those of the connection it was recorded on
 * @example
 * const odd = replay(readFileSync('trace.jsonl', 'utf8'), options).find((step) => !step.isSame);
 */
export function replay(trace: string | readonly TraceEntry[], options: SocketOptions = {}): ReplayStep[] {
  const config = resolveMachineConfig(options, () => options.onUnauthorized !== undefined);
  const records = typeof trace === 'string' ? readRecords(trace) : null;
  if (records) return replayRecords(records, config);
  let state = initialState(config);
  return (typeof trace === 'string' ? parseTrace(trace) : trace).map((entry) => {
    [state] = transition(config, state, entry.event, entry);
    return { entry, state, status: toStatus(state), isSame: state.phase === entry.phase };
  });
}

/** Half of every retry window. Which random number the client drew, its records do not say. */
const RANDOM = 0.5;

function replayRecords(records: readonly RecordedFact[], config: MachineConfig): ReplayStep[] {
  const steps: ReplayStep[] = [];
  let state = initialState(config);
  /** Records that follow from the last input. */
  let following: string[] = [];
  let at = 0;
  for (const record of records) {
    const index = following.indexOf(record.kind);
    const event = index < 0 ? inputOf(record, state) : null;
    const phase = phaseOf(record);
    if (event) {
      // Clocks are aligned by connection, which may move them back a little.
      at = Math.max(at, record.at);
      const [next, effects] = transition(config, state, event, { at, random: RANDOM });
      state = next;
      following = kindsOf(effects);
      const own = following.indexOf(record.kind);
      if (own >= 0) following.splice(own, 1);
      const entry = { event, at, random: RANDOM, phase: phase ?? state.phase };
      steps.push({ entry, state, status: toStatus(state), isSame: state.phase === entry.phase });
    } else {
      if (index >= 0) following.splice(index, 1);
      const last = steps.at(-1);
      // The records that follow from an input say more about the phase after it than the input does.
      if (last && phase) steps[steps.length - 1] = agree(last, phase);
    }
  }
  return steps;
}

const agree = (step: ReplayStep, phase: HeartbeatState['phase']): ReplayStep => ({
  ...step,
  entry: { ...step.entry, phase },
  isSame: step.state.phase === phase,
});
