import type { IncomingMessage } from 'node:http';
import { targetOf } from '../http/requestTarget.js';

/** Why a query cannot be answered. */
export interface BadQuery {
  readonly message: string;
}

/**
 * The parameters that a route knows; null for one that is not given. Unknown parameters are ignored. A parameter that
 * is given twice is refused, because proxies, programs and people read such a query in different ways.
 */
export function readQuery<Name extends string>(
  request: IncomingMessage,
  names: readonly Name[],
): Readonly<Record<Name, string | null>> | BadQuery {
  const query = new URLSearchParams(targetOf(request).query);
  const twice = names.find((name) => query.getAll(name).length > 1);
  if (twice !== undefined) return { message: `${twice} is given twice` };
  return Object.fromEntries(names.map((name) => [name, query.get(name)])) as Record<Name, string | null>;
}

export const isBadQuery = (read: object): read is BadQuery => 'message' in read;

/** Null if not given; undefined if it is not an integer that a clock can show. */
export function integerOf(text: string | null): number | null | undefined {
  if (text === null) return null;
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
