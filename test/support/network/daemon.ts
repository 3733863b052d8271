import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { findProgram } from '../../../scripts/find-program.mjs';
import { waitFor } from '../waitFor.js';

/** The path of a program that a Debian package brings. */
export function programPath(...names: readonly string[]): string {
  const found = findProgram(names);
  if (found === undefined) throw new Error(`${names[0]} is not installed: run \`node scripts/ensure-test-tools.mjs\``);
  return found;
}

/** A program of the operating system's that runs for one test. */
export interface Daemon {
  /** What it has written, both streams. */
  readonly said: () => string;
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly stop: () => Promise<void>;
}

/** Starts a program, and resolves once it is ready. It ends with the test. */
export async function startDaemon(
  command: string,
  args: readonly string[],
  isReady: () => unknown,
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Daemon> {
  const child: ChildProcess = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-100_000)));
  child.on('error', (error) => (said += String(error)));
  const isOver = (): boolean => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  const stop = async (): Promise<void> => {
    if (isOver()) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    // Some wait for the connections that are open.
    const harder = setTimeout(() => child.kill('SIGKILL'), 1_000);
    await ended;
    clearTimeout(harder);
  };
  onTestFinished(stop);
  try {
    await waitFor(`${command} to be ready`, async () => {
      if (isOver()) throw new Error('it ended by itself');
      return await isReady();
    });
  } catch (error) {
    throw new Error(`${command} did not start: ${(error as Error).message}\n${said}`, { cause: error });
  }
  return { said: () => said, signal: (signal) => void child.kill(signal), stop };
}

/** Whether something answers HTTP at an address, whatever it says. */
export async function answersHttp(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
