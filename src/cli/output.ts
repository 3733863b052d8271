/** Where a command writes, and where it learns that it should end. */
export interface Output {
  /** What was asked for: the standard output. */
  readonly print: (text: string) => void;
  /** What happens meanwhile, and errors: the standard error. */
  readonly tell: (text: string) => void;
  /** Whether the standard error is a terminal, on which a line can be written over. */
  readonly isTerminal: boolean;
  /** Ctrl-C, or SIGTERM. */
  readonly stop: AbortSignal;
}

/** A command line that cannot be run: what is wrong with it, and how it is written. */
export class UsageError extends Error {
  constructor(message: string, usage: string) {
    super(`heartbeat-socket: ${message}\n\n${usage}`);
  }
}

/** What a command ends with when the command line is wrong, as most shells' own commands do. */
export const EXIT_USAGE = 2;
