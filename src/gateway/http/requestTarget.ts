import type { IncomingMessage } from 'node:http';
import type { AddressInfo, Server } from 'node:net';

/** The scheme and host of a target in absolute form, as clients of a forward proxy write it (RFC 9112, section 3.2.2). */
const ABSOLUTE = /^(?:http|ws)s?:\/\/[^/?#]*/i;

/** The path and the query that a request asks for. */
export function targetOf({ url = '' }: IncomingMessage): { readonly path: string; readonly query: string } {
  const target = url.startsWith('/') ? url : url.replace(ABSOLUTE, '');
  const at = target.indexOf('?');
  return at === -1
    ? { path: target || '/', query: '' }
    : { path: target.slice(0, at) || '/', query: target.slice(at + 1) };
}

/** A last segment that begins with `~` (PROTOCOL.md, "Aliases of the path"). */
const ALIAS = /\/~[\w-]{1,16}$/;

/** Whether a request asks for the path of a gateway, or for an alias of it. */
export function isFor(request: IncomingMessage, path: string): boolean {
  const asked = targetOf(request).path;
  return asked === path || (asked.replace(ALIAS, '') || '/') === path;
}

/** Firefox makes dials to a path that failed before wait up to a minute, and does not say so. Another path is dialled at once. */
export const wantsAliases = (request: IncomingMessage | null): boolean =>
  request?.headers['user-agent']?.includes('Firefox') ?? false;

/** Lets an application see the path that it knows, whatever alias a request came by. */
export function dropAlias(request: IncomingMessage, path: string): void {
  const asked = targetOf(request);
  if (asked.path !== path) request.url = asked.query === '' ? path : `${path}?${asked.query}`;
}

/** Whether a request offers to become a WebSocket. Other offers (`h2c`) may be ignored: the request is an ordinary one. */
export const offersWebSocket = ({ headers }: IncomingMessage): boolean =>
  headers.upgrade?.trim().toLowerCase() === 'websocket';

/** The server that accepted a request's connection. Node keeps it on every socket, and does not say so in its types. */
export const acceptedBy = ({ socket }: Pick<IncomingMessage, 'socket'>): Server | undefined =>
  (socket as { readonly server?: Server }).server;

/** Where the server of a request listens: a path for a Unix socket, null when it no longer does. */
export const listensAt = (request: Pick<IncomingMessage, 'socket'>): AddressInfo | string | null =>
  acceptedBy(request)?.address() ?? null;
