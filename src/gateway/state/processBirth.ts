import { readFileSync } from 'node:fs';

/**
 * When a process was born, in a form that only compares with itself: ids of processes are used again, and the first process
 * of every container has the id 1. Null when there is no such process; undefined where the system does not say.
 */
export function processBirth(pid: number): string | null | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // A process of another user may not be signalled, and is alive.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return null;
  }
  try {
    // The name, in parentheses, may hold spaces. After it come the fields from the third on; the 22nd is the start time.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields[19];
  } catch {
    return undefined;
  }
}
