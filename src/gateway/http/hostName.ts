import type { IncomingMessage } from 'node:http';

/** The host that a request names; empty without one. HTTP/2 has it beside the headers. */
export const hostOf = ({ headers }: Pick<IncomingMessage, 'headers'>): string =>
  headers.host ?? String(headers[':authority'] ?? '');

/** What no host has: the parts of a URL around it, and white space, which URL would drop silently. */
const NO_HOST = /[/?#@\\\s]/;

/**
 * Reads a host as requests write it, in the `Host` header or behind the scheme of an `Origin`: in lower case, an address in
 * its one usual form, and without the default port of the scheme. Null for what is no host.
 */
const readHost = (host: string, protocol: string): URL | null =>
  host !== '' && !NO_HOST.test(host) && URL.canParse(`${protocol}//${host}`) ? new URL(`${protocol}//${host}`) : null;

/**
 * The name in a `Host` header, without its port and without the dot that may end it; an IPv6 address in brackets. Null for
 * what is no host.
 */
export const hostNameOf = (host: string): string | null =>
  readHost(host, 'http:')?.hostname.replace(/(.)\.$/, '$1') ?? null;

/**
 * Whether an `Origin` is that of a `Host` header. The scheme is ignored, because the gateway cannot know behind a proxy
 * whether a request came by TLS. A dot at the end of a name counts, because it makes another origin for browsers.
 */
export function isOriginOf(origin: string, host: string): boolean {
  const [, protocol, named = ''] = /^(https?:)\/\/(.+)$/.exec(origin) ?? [];
  if (protocol === undefined) return false;
  const [page, gateway] = [readHost(named, protocol), readHost(host, protocol)];
  return page !== null && page.host === gateway?.host;
}
