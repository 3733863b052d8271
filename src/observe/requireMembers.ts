import { HeartbeatOptionError } from '../protocol/options/optionError.js';

/**
 * Refuses an object that is not the client of an observer, before anything is added to it.
 *
 * @param observer the function and its parameter, as they are written
 * @param client what it is for, e.g. `socket.io-client 4`
 * @param members functions that it must have, or values of another type (`active: boolean`); `io.on` is the member `on` of `io`
 * @throws HeartbeatOptionError naming the member that is missing
 */
export function requireMembers(observer: string, client: string, given: unknown, members: readonly string[]): void {
  for (const member of members) {
    const [path = '', type = 'function'] = member.split(': ');
    let value = given;
    for (const name of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[name];
    if (typeof value === type) continue;
    throw new HeartbeatOptionError(`${observer}.${path}`, `a ${type}, as in ${client}`, value);
  }
}

/** A class is a function too, but not one that can be called for an answer. Its `prototype` cannot be replaced. */
export const isClass = (given: unknown): boolean =>
  typeof given === 'function' && Object.getOwnPropertyDescriptor(given, 'prototype')?.writable === false;
