import type { IncomingMessage } from 'node:http';
import type { Clock } from '../clock.js';

/**
 * What `authenticate` says: let in (with `data` to put on the peer), or why not. `false` is `'unauthorized'`.
 */
export type AuthenticationResult = boolean | 'unauthorized' | 'forbidden' | { readonly data: unknown };

/** Decides on an upgrade before it happens; sees headers and URL, so cookies and tokens. */
export type Authenticate = (request: IncomingMessage) => AuthenticationResult | Promise<AuthenticationResult>;

/** The outcome of an authentication, in HTTP's words. */
export type Authentication =
  | { readonly ok: true; readonly data: unknown }
  | { readonly ok: false; readonly status: 401 | 403 | 503; readonly reason: string };

const UNAUTHORIZED: Authentication = { ok: false, status: 401, reason: 'unauthorized' };
const FORBIDDEN: Authentication = { ok: false, status: 403, reason: 'forbidden' };

/**
 * Asks the application, for at most `timeoutMs`. One that throws has not let anybody in: verifiers of tokens throw for
 * a bad one. What it threw is not told, as it may hold the token.
 */
export function runAuthentication(
  authenticate: Authenticate,
  request: IncomingMessage,
  clock: Clock,
  timeoutMs: number,
): Promise<Authentication> {
  return new Promise((resolve) => {
    const timer = clock.setTimeout(
      () => resolve({ ok: false, status: 503, reason: 'authenticate_timeout' }),
      timeoutMs,
    );
    const settle = (outcome: Authentication): void => {
      clock.clearTimeout(timer);
      resolve(outcome);
    };
    ask(authenticate, request).then(
      (result) => settle(toOutcome(result)),
      () => settle(UNAUTHORIZED),
    );
  });
}

/** Async, so that what is thrown before the first await counts like a rejection. */
const ask = async (authenticate: Authenticate, request: IncomingMessage): Promise<AuthenticationResult> =>
  authenticate(request);

/** Anything but a clear yes is a no: the result comes from JavaScript as often as from TypeScript. */
function toOutcome(result: AuthenticationResult): Authentication {
  if (result === true) return { ok: true, data: undefined };
  if (result === 'forbidden') return FORBIDDEN;
  if (typeof result === 'object' && result !== null && 'data' in result) return { ok: true, data: result.data };
  return UNAUTHORIZED;
}
