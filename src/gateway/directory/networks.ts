import { isIPv4, isIPv6 } from 'node:net';

/**
 * The network that an address is in, wide enough for a carrier or an office and narrow enough to tell two apart: a /16,
 * or a /32 of IPv6. Text that is not an address stands for itself.
 */
export function networkOf(address: string): string {
  if (isIPv4(address)) return `${address.split('.', 2).join('.')}.0.0/16`;
  if (!isIPv6(address)) return address;
  const [first = '0', second = '0'] = address.replace(/^::/, '0:0:').replace('::', ':0:').split(':');
  return `${first}:${second}::/32`;
}
