import type { ObservedClose } from './observation.js';

/** The close that a client hands on, whatever it is wrapped in; undefined where it names no code. */
export function closeOf(event: unknown): ObservedClose | undefined {
  const { code, reason = '', wasClean = false } = (event ?? {}) as Partial<ObservedClose>;
  return typeof code === 'number' ? { code, reason, wasClean } : undefined;
}
