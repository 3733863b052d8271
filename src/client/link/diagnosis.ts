import type { ConnectionCause } from '../../protocol/events.js';
import type { Clock } from '../clock.js';
import { watchPolicy } from './policy.js';
import { SETTLE_MS } from './transportOver.js';

/** What a server said, when it was asked why it does not open a socket. */
export interface Diagnosis {
  readonly cause: ConnectionCause;
  /** When it wants to be asked again, if it said so. */
  readonly retryAfterMs?: number | undefined;
}

/** What the problem documents of our gateway (RFC 9457) mean, by their type. */
const causes = new Map<unknown, ConnectionCause>([
  ['urn:heartbeat:upgrade-required', 'upgrade-blocked'],
  ['urn:heartbeat:draining', 'drain'],
  ['urn:heartbeat:overloaded', 'overload'],
  ['urn:heartbeat:forbidden', 'refused'],
  ['urn:heartbeat:unauthorized', 'auth'],
]);

/**
 * Asks a server why it refuses a socket: browsers report every failed upgrade as 1006. Without credentials first, so that
 * no browser shows a password dialog.
 *
 * @param url of the dial that failed
 * @param hasProtocols tokens may travel in subprotocols, which a GET cannot carry: its 401 proves nothing then
 * @param signal ends the request, which then finds nothing
 */
export async function diagnose(
  url: string,
  hasProtocols: boolean,
  signal: AbortSignal,
  clock: Pick<Clock, 'setTimeout' | 'wallNow'>,
): Promise<Diagnosis> {
  const address = url.replace(/^ws/, 'http');
  let isForbidden = false;
  watchPolicy(address, signal, () => {
    isForbidden = true;
  });
  const ask = async (credentials: 'omit' | 'include'): Promise<Diagnosis> => {
    const response = await fetch(address, {
      credentials,
      redirect: 'manual',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal,
    });
    const { status, headers } = response;
    const isProblem = headers.get('content-type')?.includes('problem+json');
    const { type, retryAfterMs } =
      (isProblem && ((await response.json()) as Partial<Record<string, unknown>> | null)) || {};
    const ours = causes.get(type);
    // Seconds, or a date (RFC 9110, section 10.2.3). What is over by now, such as 0, is read as a date of the past.
    const after = headers.get('retry-after') ?? '';
    // A proxy without its server, or one that is overloaded itself: 502 to 504, and those of Cloudflare.
    return ours || /^5(0[2-4]|2)/.test(`${status}`)
      ? {
          cause: ours ?? 'unreachable',
          retryAfterMs: finite(ours ? retryAfterMs : +after * 1_000 || Date.parse(after) - clock.wallNow()),
        }
      : { cause: 'connect-error' };
  };
  try {
    const found = await ask('omit');
    if (found.cause !== 'auth') return found;
    return hasProtocols ? { cause: 'connect-error' } : await ask('include');
  } catch {
    // No answer came. On another origin, a missing server looks the same as one that does not let this page ask. On the
    // page's own origin, the page's policy may forbid the request.
    const { origin } = new URL(address);
    const own = globalThis.location?.origin;
    if (own === origin) await new Promise<void>((resolve) => clock.setTimeout(resolve, SETTLE_MS));
    return {
      cause:
        (own ?? origin) === origin && !isForbidden && (globalThis.fetch as unknown) ? 'unreachable' : 'connect-error',
    };
  }
}

const finite = (value: unknown): number | undefined => (Number.isFinite(value) ? (value as number) : undefined);
