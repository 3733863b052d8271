import { HeartbeatOptionError } from './optionError.js';

/**
 * Refuses names that are no option, because a misspelt one would silently have no effect. Undefined values are no options.
 * @param group what stands before the names, e.g. `heartbeat.`
 * @throws HeartbeatOptionError with the nearest name that exists
 */
export function checkNames(group: string, given: object, known: object): void {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || Object.hasOwn(known, name)) continue;
    const error = new HeartbeatOptionError(`${group}${name}`, 'an option', value);
    const nearest = nearestTo(name, Object.keys(known));
    const hint = nearest === null ? '' : `, do you mean ${group}${nearest}?`;
    error.message = `heartbeat-socket: there is no option ${group}${name}${hint}`;
    throw error;
  }
}

/** The name that is most like one that does not exist; null where none is like it. */
export function nearestTo(name: string, known: readonly string[]): string | null {
  let nearest: string | null = null;
  let least = Math.max(2, Math.floor(name.length / 2));
  for (const candidate of known) {
    const distance = distanceOf(name.toLowerCase(), candidate.toLowerCase());
    if (distance > least || (distance === least && nearest !== null)) continue;
    least = distance;
    nearest = candidate;
  }
  return nearest;
}

/** How many letters have to be added, removed or replaced (Levenshtein). */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let at = 0; at < a.length; at += 1) {
    const next = [at + 1];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (a[at] === b[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
