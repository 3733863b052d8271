import { isIPv4, isIPv6 } from 'node:net';

const MAPPED = '::ffff:';

/** An address as people write it: a dual-stack socket shows IPv4 addresses with `::ffff:` in front. */
export const plainAddress = (address: string | undefined): string => {
  if (address === undefined) return 'unknown';
  const inner = address.slice(MAPPED.length);
  return address.startsWith(MAPPED) && isIPv4(inner) ? inner : address;
};

/** What limits count by: an IPv4 address, or the /64 of an IPv6 one, because a single subscriber owns all of a /64. */
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
export const isLoopback = (address: string): boolean =>
  address === '::1' || (isIPv4(address) && address.startsWith('127.'));

/** Whether a host name can only be this machine. `localhost` and all below it are, by RFC 6761, section 6.3. */
export const isLoopbackHost = (hostname: string): boolean =>
  hostname === 'localhost' || hostname.endsWith('.localhost') || isLoopback(hostname.replace(/^\[|\]$/g, ''));
