import type { IncomingMessage } from 'node:http';
import type { GatewayClock } from '../clock.js';
import { RETRY_AFTER_MS } from '../http/waits.js';
import type { ScreeningRefusal } from './refusal.js';
import { withinTime } from '../withinTime.js';

/** The result of `authenticate`: `true` or `{ data }` accepts, anything else refuses. `false` means `'unauthorized'`. */
export type AuthenticationResult = boolean | 'unauthorized' | 'forbidden' | { readonly data: unknown };

/** Why a request is authenticated. */
export interface AuthenticationContext {
  /**
   * `'upgrade'`: a socket is to be opened. `'diagnosis'`: a client asks why its attempts fail. No socket follows, so do
   * not use up a ticket that works only once.
   */
  readonly purpose: 'upgrade' | 'diagnosis';
}

/** Decides on a request before there is a socket, by its headers and URL: cookies, tokens. */
export type Authenticate = (
  request: IncomingMessage,
  context: AuthenticationContext,
) => AuthenticationResult | Promise<AuthenticationResult>;

/** The outcome of an authentication. */
export type Authentication =
  { readonly ok: true; readonly data: unknown } | { readonly ok: false; readonly refusal: ScreeningRefusal };

const UNAUTHORIZED: Authentication = { ok: false, refusal: { status: 401, reason: 'unauthorized' } };
const FORBIDDEN: Authentication = { ok: false, refusal: { status: 403, reason: 'forbidden' } };
const LATE: Authentication = {
  ok: false,
  refusal: { status: 503, reason: 'authenticate_timeout', retryAfterMs: RETRY_AFTER_MS },
};

/** Calls the application's function. An error counts as a refusal, because verifiers throw for an invalid token. */
export const runAuthentication = (
  authenticate: Authenticate,
  request: IncomingMessage,
  purpose: AuthenticationContext['purpose'],
  clock: GatewayClock,
  timeoutMs: number,
): Promise<Authentication> =>
  withinTime(async () => toOutcome(await authenticate(request, { purpose })), clock, timeoutMs, {
    late: LATE,
    failed: UNAUTHORIZED,
  });

/** An unknown result refuses, because JavaScript may return anything. */
function toOutcome(result: AuthenticationResult): Authentication {
  if (result === true) return { ok: true, data: undefined };
  if (result === 'forbidden') return FORBIDDEN;
  if (typeof result === 'object' && result !== null && 'data' in result) return { ok: true, data: result.data };
  return UNAUTHORIZED;
}
