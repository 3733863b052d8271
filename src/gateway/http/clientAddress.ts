import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';
import { HeartbeatOptionError } from '../../protocol/options/optionError.js';
import { NO_ADDRESS, plainAddress, UNIX } from './address.js';
import { listensAt } from './requestTarget.js';

/** Returns the address a request comes from. */
export type ClientAddress = (request: IncomingMessage) => string;

/** No real chain of proxies is longer. */
const MAX_HOPS = 20;

/**
 * Without trusted proxies the address is that of the TCP connection, whatever the headers say. Through trusted ones it is
 * the last address in `X-Forwarded-For` that is not one of theirs: each proxy appends the address that it saw, so all that
 * stands left of a stranger's address was written by that stranger. `'unix'` trusts whatever connects to a Unix socket.
 * @throws HeartbeatOptionError for a proxy that is neither an address nor a subnet nor `'unix'`.
 */
export function createClientAddress(trustedProxies: readonly string[]): ClientAddress {
  const trusted = new BlockList();
  for (const proxy of trustedProxies) if (proxy !== UNIX) trust(trusted, proxy);
  const isTrusted = (address: string): boolean =>
    isIP(address) === 0 ? address === UNIX && trustedProxies.includes(UNIX) : trusted.check(address, familyOf(address));
  return (request) => {
    let nearest = connectionAddress(request);
    if (trustedProxies.length === 0) return nearest;
    const hops = String(request.headers['x-forwarded-for'] ?? '').split(',');
    for (const hop of hops.slice(-MAX_HOPS).toReversed()) {
      const address = plainAddress(withoutPort(hop.trim()));
      // Text that is not an address was not written by one of our proxies.
      if (isIP(address) === 0 || !isTrusted(nearest)) break;
      nearest = address;
    }
    return nearest;
  };
}

/** The server tells a Unix socket from a TCP connection that is gone, which has no address either. */
function connectionAddress(request: IncomingMessage): string {
  const { remoteAddress } = request.socket;
  if (remoteAddress !== undefined) return plainAddress(remoteAddress);
  return typeof listensAt(request) === 'string' ? UNIX : NO_ADDRESS;
}

function trust(list: BlockList, proxy: string): void {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d+))?$/.exec(proxy) ?? [];
  try {
    if (bits === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(bits), familyOf(address));
  } catch {
    throw new HeartbeatOptionError(
      'trustedProxies',
      'addresses or subnets, e.g. "10.0.0.0/8" or "::1", or "unix"',
      proxy,
    );
  }
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4');

/** Some proxies write `203.0.113.9:4711` or `[2001:db8::1]:4711`. */
const withoutPort = (hop: string): string =>
  /^\[(.+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(hop)?.[1] ?? hop;
