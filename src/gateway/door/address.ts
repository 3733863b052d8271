import { BlockList, isIPv4, isIPv6 } from 'node:net';

const MAPPED = '::ffff:';

/** An address as people write it: IPv4 seen through a dual-stack socket loses its `::ffff:`. */
export const plainAddress = (address: string | undefined): string => {
  if (address === undefined) return 'unknown';
  const inner = address.slice(MAPPED.length);
  return address.startsWith(MAPPED) && isIPv4(inner) ? inner : address;
};

/** What limits count by: an IPv4 address, or the /64 of an IPv6 one, as a single subscriber owns all of that. */
export function addressKey(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  if (tail === undefined) return left.slice(0, 4).join(':');
  const right = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}

/** Whether an address can only be this machine. */
export function isLoopback(address: string): boolean {
  const list = new BlockList();
  list.addSubnet('127.0.0.0', 8, 'ipv4');
  list.addAddress('::1', 'ipv6');
  if (isIPv4(address)) return list.check(address, 'ipv4');
  return isIPv6(address) && list.check(address, 'ipv6');
}

/** Whether a host name can only be this machine. `localhost` and all below it are, by RFC 6761, section 6.3. */
export function isLoopbackHost(hostname: string): boolean {
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return true;
  return isLoopback(hostname.replace(/^\[|\]$/g, ''));
}
