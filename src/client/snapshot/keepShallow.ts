/** The old value where the new one says the same: equal, or objects whose fields are all equal. */
export function keepShallow<T>(old: T | null | undefined, fresh: T): T {
  if (!isObject(old) || !isObject(fresh)) return fresh;
  const keys = Object.keys(fresh);
  return keys.length === Object.keys(old).length && keys.every((key) => Object.is(old[key], fresh[key])) ? old : fresh;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
