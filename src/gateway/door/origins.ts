import type { IncomingMessage } from 'node:http';
import { HeartbeatOptionError } from '../../protocol/optionError.js';
import { isLoopback, isLoopbackHost, plainAddress } from './address.js';
import { printable } from '../telemetry/printable.js';

/** Which pages may connect. */
export interface OriginRule {
  /** Exactly these, e.g. `https://app.example.com`. Undefined: pages of the gateway's own host. */
  readonly origins: readonly string[] | undefined;
  /** Refuse requests without an origin, which come from no browser. */
  readonly requireOrigin: boolean;
}

/** Checks that each origin is written as a browser writes it, because any other text would silently never match. */
export function checkOrigins(origins: readonly string[]): readonly string[] {
  for (const origin of origins) {
    if (origin !== 'null' && originOf(origin)?.origin !== origin) {
      throw new HeartbeatOptionError(
        'origins',
        'origins as a browser sends them, e.g. "https://app.example.com"',
        origin,
      );
    }
  }
  return origins;
}

/**
 * Returns why an upgrade is refused, or null when it may proceed. A page can open a socket to any host, and the browser
 * sends that host's cookies along, so the server itself must check the origin (CWE-1385).
 */
export function refuseOrigin(request: IncomingMessage, { origins, requireOrigin }: OriginRule): string | null {
  const { origin, host = '' } = request.headers;
  if (origin === undefined) return requireOrigin ? 'the request names no origin' : null;
  if (origins) {
    return origins.includes(origin) ? null : `origin ${printable(origin, 100)} is not one of ${origins.join(', ')}`;
  }
  const url = originOf(origin);
  // Compared as text first: a browser writes an origin in one form only, so any other form comes from something else.
  if (url && url.origin === origin && (isSameHost(url, host) || isLocalPage(url, host, request))) return null;
  return (
    `origin ${printable(origin, 100)} is not that of the Host header, ${printable(host, 100)}. ` +
    'Behind a proxy that changes Host, or for pages of another origin, set `origins`'
  );
}

/** Ignores the scheme, which the gateway cannot know behind a proxy that ends TLS. */
function isSameHost(origin: URL, host: string): boolean {
  return originOf(`${origin.protocol}//${host}`)?.host === origin.host;
}

/** A dev server's page on one port of this machine, and the gateway on another. Forwarded requests do not count. */
function isLocalPage(origin: URL, host: string, { headers, socket }: IncomingMessage): boolean {
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false;
  const target = originOf(`http://${host}`);
  return (
    isLoopbackHost(origin.hostname) &&
    target !== null &&
    isLoopbackHost(target.hostname) &&
    isLoopback(plainAddress(socket.remoteAddress))
  );
}

function originOf(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
