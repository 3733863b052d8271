import type { Output } from './output.js';

/** What a command needs of its process. */
export type CommandProcess = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'on' | 'off' | 'exit'>;

/** Ctrl-C, and what service managers and container runtimes send. */
const ENDING_SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** The output of a command that runs in a process of its own. */
export function processOutput(process: CommandProcess): Output {
  const stop = new AbortController();
  const end = (): void => {
    stop.abort();
    // A second signal ends the process as usual.
    for (const signal of ENDING_SIGNALS) process.off(signal, end);
  };
  for (const signal of ENDING_SIGNALS) process.on(signal, end);
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      // `… | head` has closed the pipe, so nothing reads the rest.
      process.exit();
    });
  }
  return {
    print: (text) => process.stdout.write(text),
    tell: (text) => process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
    stop: stop.signal,
  };
}
