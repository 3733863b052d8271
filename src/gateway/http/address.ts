import { isIP, isIPv4, isIPv6, SocketAddress } from 'node:net';

/** Stands for the address of a connection that is gone, or whose request is. */
export const NO_ADDRESS = 'unknown';
/** Stands for the address of every client of a Unix socket, which has none. */
export const UNIX = 'unix';

const MAPPED = '::ffff:';

/**
 * An address in its one usual form, so that limits and records know it again. A dual-stack socket shows IPv4 addresses
 * with `::ffff:` in front, and a header may write them in hexadecimal and in capitals. Text that is not an address
 * stays as it is.
 */
export function plainAddress(address: string): string {
  if (!isIPv6(address)) return address;
  const inner = address.slice(MAPPED.length);
  if (address.startsWith(MAPPED) && isIPv4(inner)) return inner;
  const usual = new SocketAddress({ address, family: 'ipv6' }).address;
  return usual.startsWith(MAPPED) && isIPv4(usual.slice(MAPPED.length)) ? usual.slice(MAPPED.length) : usual;
}

/**
 * What limits count by: an IPv4 address, or the /64 of an IPv6 one, because a single subscriber owns all of a /64. Null
 * without an address: clients that cannot be told apart must not use up each other's limit.
 */
export function addressKey(address: string): string | null {
  if (!isIPv6(address)) return isIP(address) === 0 ? null : address;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  if (tail === undefined) return left.slice(0, 4).join(':');
  const right = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}

/** Whether an address can only be this machine. */
export function isLoopback(address: string): boolean {
  const plain = plainAddress(address);
  return plain === '::1' || (isIPv4(plain) && plain.startsWith('127.'));
}

/** Whether a host name can only be this machine. `localhost` and all below it are, by RFC 6761, section 6.3. */
export const isLoopbackHost = (hostname: string): boolean =>
  hostname === 'localhost' || hostname.endsWith('.localhost') || isLoopback(hostname.replace(/^\[|\]$/g, ''));
