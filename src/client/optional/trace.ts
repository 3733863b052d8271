import type { MachineEvent, Moment } from '../../machine/event.js';
import { checkInteger } from '../../protocol/options/optionRules.js';
import { ATTACH, type Part } from '../part.js';

/** One input of the machine, as it was given. */
export interface TraceEntry extends Moment {
  readonly event: MachineEvent;
  /** The phase after it: what a replay is compared with. */
  readonly phase: string;
}

/** Records the inputs of one connection's machine. Made by `createTrace`, replayed by `replay`. */
export interface Trace extends Part<(entry: TraceEntry) => void> {
  readonly entries: readonly TraceEntry[];
  /** False once the oldest inputs were dropped: such a trace cannot be replayed from its start. */
  readonly isComplete: boolean;
  /** JSON lines, oldest first: what goes into a bug report. */
  toString(): string;
}

/** What stands for −Infinity in JSON, which has none: no frame was heard on this socket yet. */
const NEVER = '-Infinity';

/**
 * Makes an empty trace. Message contents are never in it; close reasons and error messages are.
 * @param capacity inputs kept; a heartbeat makes two. @default 10_000
 * @throws HeartbeatOptionError for an invalid capacity
 */
export function createTrace(capacity = 10_000): Trace {
  checkInteger('createTrace(capacity)', capacity, 1);
  const entries: TraceEntry[] = [];
  let isComplete = true;
  return {
    entries,
    get isComplete() {
      return isComplete;
    },
    [ATTACH]: () => (entry) => {
      entries.push(entry);
      if (entries.length <= capacity) return;
      entries.shift();
      isComplete = false;
    },
    toString: () =>
      entries
        .map((entry) => JSON.stringify(entry, (_, value: unknown) => (value === -Infinity ? NEVER : value)))
        .join('\n'),
  };
}

/** Reads what `Trace.toString` wrote. @throws SyntaxError for what is not JSON lines. */
export const parseTrace = (text: string): TraceEntry[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line, (_, value: unknown) => (value === NEVER ? -Infinity : value)) as TraceEntry);
