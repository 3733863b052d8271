import type { IncomingMessage } from 'node:http';
import { isOriginOf } from '../http/hostName.js';

/**
 * Whether a page of another origin sends the request. Browsers say so themselves in `Sec-Fetch-Site`, which no page can
 * change; where they do not (plain HTTP), the `Origin` is compared with the `Host`. Other clients send neither.
 */
export function isFromForeignPage({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin, host = '' } = headers;
  return origin !== undefined && !isOriginOf(origin, host);
}
