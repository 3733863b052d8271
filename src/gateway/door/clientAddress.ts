import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';
import { HeartbeatOptionError } from '../../protocol/optionError.js';
import { plainAddress } from './address.js';

/** Says which address a request comes from. */
export type ClientAddress = (request: IncomingMessage) => string;

/** Longer chains of proxies are nobody's; what stands further left is the client's own invention at best. */
const MAX_HOPS = 20;

/**
 * Without trusted proxies it is the address of the TCP connection, whatever the headers say. Through trusted ones it is
 * the last address in `X-Forwarded-For` that is none of theirs: each proxy appends whom it saw, so what stands left of
 * that was written by the client.
 * @throws HeartbeatOptionError for what is neither an address nor a subnet.
 */
export function createClientAddress(trustedProxies: readonly string[]): ClientAddress {
  if (trustedProxies.length === 0) return ({ socket }) => plainAddress(socket.remoteAddress);
  const trusted = new BlockList();
  for (const proxy of trustedProxies) trust(trusted, proxy);
  const isTrusted = (address: string): boolean =>
    isIP(address) !== 0 && trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

  return ({ socket, headers }) => {
    let nearest = plainAddress(socket.remoteAddress);
    const forwarded = headers['x-forwarded-for'];
    const hops = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '')).split(',', 1_000);
    for (const hop of hops.slice(-MAX_HOPS).toReversed()) {
      if (!isTrusted(nearest)) break;
      const address = plainAddress(withoutPort(hop.trim()));
      // What is no address was not written by a proxy of ours.
      if (isIP(address) === 0) break;
      nearest = address;
    }
    return nearest;
  };
}

function trust(list: BlockList, proxy: string): void {
  const [address = '', bits, ...rest] = proxy.split('/');
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  const isWhole = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 'ipv6' ? 128 : 32));
  if (isIP(address) === 0 || !isWhole || rest.length > 0) {
    throw new HeartbeatOptionError('trustedProxies', 'addresses or subnets, e.g. "10.0.0.0/8" or "::1"', proxy);
  }
  if (bits === undefined) list.addAddress(address, family);
  else list.addSubnet(address, Number(bits), family);
}

/** Some proxies write `203.0.113.9:4711` or `[2001:db8::1]:4711`. */
const withoutPort = (hop: string): string =>
  /^\[(.+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(hop)?.[1] ?? hop;
