import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { acceptedBy } from '../http/requestTarget.js';

/** What belongs to the offer, and not to the request. */
const OF_THE_OFFER = new Set(['upgrade', 'http2-settings']);

/**
 * Gives a request back to its server as an ordinary one. Once anything listens for 'upgrade', Node takes every request with
 * an `Upgrade` header off HTTP, also the `h2c` that Java's `HttpClient` and `curl --http2` offer with each first request,
 * which a server is free to ignore (RFC 9110, section 7.8). So the request is written again without its offer, before the
 * bytes that followed it, and its connection is given to the server anew, which `http.Server` documents for 'connection'.
 */
export function handBack(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`, ...headersWithoutOffer(request)];
  if (head.length > 0) socket.unshift(head);
  socket.unshift(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'));
  (acceptedBy(request) ?? server).emit('encrypted' in socket ? 'secureConnection' : 'connection', socket);
}

function headersWithoutOffer({ rawHeaders }: IncomingMessage): string[] {
  const lines: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    if (OF_THE_OFFER.has(name.toLowerCase())) continue;
    const kept = name.toLowerCase() === 'connection' ? withoutOffer(value) : value;
    if (kept !== '') lines.push(`${name}: ${kept}`);
  }
  return lines;
}

const withoutOffer = (connection: string): string =>
  connection
    .split(',')
    .filter((token) => !OF_THE_OFFER.has(token.trim().toLowerCase()))
    .join(',')
    .trim();
