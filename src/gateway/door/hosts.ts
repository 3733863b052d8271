import type { IncomingMessage } from 'node:http';
import { HeartbeatOptionError } from '../../protocol/options/optionError.js';
import { printable } from '../telemetry/printable.js';
import { isLoopback, isLoopbackHost } from '../http/address.js';
import { hostNameOf, hostOf } from '../http/hostName.js';
import { listensAt } from '../http/requestTarget.js';

/** Under which names a gateway may be reached. */
export interface HostRule {
  readonly allowedHosts: readonly string[] | undefined;
  /** The options let in every page that reaches the gateway, so the check of names is its only protection. */
  readonly guardsLoopback: boolean;
}

/** Returns why a request is refused, or null when it may proceed. */
export type RefuseHost = (request: IncomingMessage) => string | null;

const RULE = 'host names without a scheme and a port, e.g. "app.example.com" or "*.example.com"';

/** @throws HeartbeatOptionError for anything but a host name. */
export function checkHosts(hosts: readonly string[]): readonly string[] {
  for (const host of hosts) {
    // Tried with a subdomain: an address has none. A `*` elsewhere would stand for itself, and match no host.
    const name = host.replace(/^\*\.(?=.)/, 'any.');
    if (name.includes('*') || hostNameOf(name) !== name) throw new HeartbeatOptionError('allowedHosts', RULE, host);
  }
  return hosts;
}

/**
 * Refuses requests for a host that is not the gateway's. A page can give its own name the address 127.0.0.1 (DNS
 * rebinding), and its browser then takes page and gateway for one origin. So a gateway that listens on this machine
 * only, and lets in all pages of its own host, checks the name. Names of this machine always pass, because no page can
 * have them.
 */
export const createHostCheck =
  ({ allowedHosts, guardsLoopback }: HostRule): RefuseHost =>
  (request) => {
    if (!allowedHosts && !(guardsLoopback && isOnLoopback(request))) return null;
    const host = hostOf(request);
    const name = hostNameOf(host);
    if (name !== null && (isLoopbackHost(name) || allowedHosts?.some((allowed) => matches(name, allowed)))) return null;
    const shown = printable(host, 100);
    return allowedHosts
      ? `host ${shown} is not one of \`allowedHosts\``
      : `host ${shown} is not a name of this machine, on which alone the gateway listens. If a proxy passes this name on, ` +
          `set \`allowedHosts: ['${printable(name ?? host, 100)}']\``;
  };

function isOnLoopback(request: IncomingMessage): boolean {
  const address = listensAt(request);
  return typeof address === 'object' && address !== null && isLoopback(address.address);
}

const matches = (name: string, allowed: string): boolean =>
  allowed.startsWith('*.') ? name.endsWith(allowed.slice(1)) : name === allowed;
