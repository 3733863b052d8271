import type { IncomingMessage } from 'node:http';
import { hostOf, isOriginOf } from '../../http/hostName.js';

/**
 * Whether a page of another origin sends the request. Browsers say so themselves in `Sec-Fetch-Site`, which no page can
 * change; where they do not (plain HTTP), the `Origin` is compared with the `Host`. Other clients send neither.
 */
export function isFromForeignPage(request: IncomingMessage): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return origin !== undefined && !isOriginOf(origin, hostOf(request));
}
