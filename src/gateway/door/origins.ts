import type { IncomingMessage } from 'node:http';
import { printable } from '../telemetry/printable.js';
import { isLoopback, isLoopbackHost } from '../http/address.js';
import { hostNameOf, hostOf, isOriginOf } from '../http/hostName.js';
import type { OriginList } from './originList.js';

/** Which pages may connect. */
export interface OriginRule {
  /** As the options have them. Undefined: pages of the gateway's own host. */
  readonly origins: readonly string[] | undefined;
  /** Whether an origin is one of `origins`. */
  readonly isListed: OriginList;
  /** Refuse requests without an origin, which come from no browser. */
  readonly requireOrigin: boolean;
}

/** Where upgrades are the application's: what comes beside them is taken from pages of the gateway's own host. */
export const SAME_ORIGIN: OriginRule = { origins: undefined, isListed: () => false, requireOrigin: false };

/**
 * Returns why an upgrade is refused, or null when it may proceed. A page can open a socket to any host, and the browser
 * sends that host's cookies along, so the server itself must check the origin (CWE-1385).
 */
export function refuseOrigin(
  request: IncomingMessage,
  { origins, isListed, requireOrigin }: OriginRule,
): string | null {
  const { origin } = request.headers;
  const host = hostOf(request);
  if (origin === undefined) return refuseWithoutOrigin(request, requireOrigin);
  if (origins) {
    return isListed(origin) ? null : `origin ${printable(origin, 100)} is not one of ${origins.join(', ')}`;
  }
  if (isAsBrowsersWriteIt(origin) && (isOriginOf(origin, host) || isLocalPage(origin, host, request))) return null;
  return (
    `origin ${printable(origin, 100)} is not that of the Host header, ${printable(host, 100)}. ` +
    'Behind a proxy that changes Host, or for pages of another origin, set `origins`'
  );
}

/** Browsers send `Origin` with each upgrade. With a GET to the page's own origin they send `Sec-Fetch-Site` only. */
function refuseWithoutOrigin({ headers }: IncomingMessage, requireOrigin: boolean): string | null {
  const site = headers['sec-fetch-site'];
  if (site === 'same-origin') return null;
  if (site === 'same-site' || site === 'cross-site') return 'the request comes from a page of another origin';
  return requireOrigin ? 'the request names no origin' : null;
}

/** A browser writes an origin in one form only, so any other form comes from something else. */
const isAsBrowsersWriteIt = (origin: string): boolean => URL.canParse(origin) && new URL(origin).origin === origin;

/**
 * The page of a dev server is on one port of this machine, and the gateway on another. Forwarded requests do not count.
 */
function isLocalPage(origin: string, host: string, { headers, socket }: IncomingMessage): boolean {
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false;
  return (
    isLoopbackHost(new URL(origin).hostname) &&
    isLoopbackHost(hostNameOf(host) ?? '') &&
    isLoopback(socket.remoteAddress ?? '')
  );
}
