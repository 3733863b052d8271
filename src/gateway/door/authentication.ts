import type { IncomingMessage } from 'node:http';
import type { GatewayClock } from '../clock.js';

/** The result of `authenticate`: `true` or `{ data }` accepts, anything else refuses. `false` means `'unauthorized'`. */
export type AuthenticationResult = boolean | 'unauthorized' | 'forbidden' | { readonly data: unknown };

/** Decides on an upgrade before it happens, by its headers and URL: cookies, tokens. */
export type Authenticate = (request: IncomingMessage) => AuthenticationResult | Promise<AuthenticationResult>;

/** The outcome of an authentication, as an HTTP status where it failed. */
export type Authentication =
  | { readonly ok: true; readonly data: unknown }
  | { readonly ok: false; readonly status: 401 | 403 | 503; readonly reason: string };

const UNAUTHORIZED: Authentication = { ok: false, status: 401, reason: 'unauthorized' };
const FORBIDDEN: Authentication = { ok: false, status: 403, reason: 'forbidden' };

/**
 * Calls the application's function, and waits for at most `timeoutMs`. An error counts as a refusal, because verifiers
 * throw for an invalid token. It is not recorded, because it may hold the token.
 */
export function runAuthentication(
  authenticate: Authenticate,
  request: IncomingMessage,
  clock: GatewayClock,
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

/** Async, so that an error thrown at once is handled like a rejection. */
const ask = async (authenticate: Authenticate, request: IncomingMessage): Promise<AuthenticationResult> =>
  authenticate(request);

/** An unknown result refuses, because JavaScript may return anything. */
function toOutcome(result: AuthenticationResult): Authentication {
  if (result === true) return { ok: true, data: undefined };
  if (result === 'forbidden') return FORBIDDEN;
  if (typeof result === 'object' && result !== null && 'data' in result) return { ok: true, data: result.data };
  return UNAUTHORIZED;
}
