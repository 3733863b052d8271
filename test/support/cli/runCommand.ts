import { run } from '../../../src/cli/index.js';

/** What a command has printed, and its exit code. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of `heartbeat-socket` in this process. */
export const runCommand = (...args: readonly string[]): Promise<Ran> => runStoppable(new AbortController(), ...args);

/** As `runCommand`, with a way to press Ctrl-C. */
export async function runStoppable({ signal }: AbortController, ...args: readonly string[]): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const status = await run(args, {
    print: (text) => (stdout += text),
    tell: (text) => (stderr += text),
    isTerminal: false,
    stop: signal,
  });
  return { status, stdout, stderr };
}
