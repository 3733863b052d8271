import type { IncomingMessage } from 'node:http';
import type { GatewayClock } from '../clock.js';
import { createAcceptRate } from './acceptRate.js';
import { createAdmission, type AdmissionLimits } from './admission.js';
import {
  runAuthentication,
  type Authenticate,
  type Authentication,
  type AuthenticationContext,
} from './authentication.js';
import type { RefuseHost } from './hosts.js';
import { refuseOrigin, type OriginRule } from './origins.js';
import { RETRY_AFTER_MS } from '../http/waits.js';
import type { ScreeningRefusal } from './refusal.js';

/** The wait after the accept rate was exceeded: there is room again a second later. */
const ACCEPT_RATE_RETRY_AFTER_MS = 1_000;

/** What a request has to pass. */
export interface ScreeningRules extends OriginRule, AdmissionLimits {
  readonly refuseHost: RefuseHost;
  readonly authenticate: Authenticate | undefined;
  readonly handshakeTimeoutMs: number;
}

/** The rules that stand before a socket: the same for upgrades and for clients that ask why they get none. */
export interface Screening {
  /** Takes a place for a request, or returns why it gets none. */
  readonly enter: (request: IncomingMessage, remote: string) => ScreeningRefusal | null;
  /** Gives a place back. */
  readonly leave: (remote: string) => void;
  /** Null when the application does not authenticate. */
  readonly authenticate:
    ((request: IncomingMessage, purpose: AuthenticationContext['purpose']) => Promise<Authentication>) | null;
  /** Refuses every request from now on. */
  readonly end: (reason: 'draining' | 'closing') => ScreeningRefusal;
}

/** Makes the screening of one gateway. */
export function createScreening(
  rules: ScreeningRules,
  clock: GatewayClock,
  admitPerSecond: () => number,
  isCordoned: () => boolean,
): Screening {
  const { authenticate, handshakeTimeoutMs } = rules;
  const admission = createAdmission(rules);
  const isWithinRate = createAcceptRate(admitPerSecond);
  let ended: ScreeningRefusal | null = null;
  return {
    enter(request, remote) {
      if (ended) return ended;
      if (isCordoned()) return { status: 503, reason: 'draining', retryAfterMs: RETRY_AFTER_MS };
      const wrongHost = rules.refuseHost(request);
      if (wrongHost !== null) return { status: 403, reason: 'host', message: wrongHost, isToldToClient: true };
      const wrongOrigin = refuseOrigin(request, rules);
      if (wrongOrigin !== null) return { status: 403, reason: 'origin', message: wrongOrigin };
      const limit = admission.enter(remote);
      if (limit !== null) {
        return { status: limit === 'address_limit' ? 429 : 503, reason: limit, retryAfterMs: RETRY_AFTER_MS };
      }
      if (isWithinRate(clock.now())) return null;
      admission.leave(remote);
      return { status: 503, reason: 'accept_rate', retryAfterMs: ACCEPT_RATE_RETRY_AFTER_MS };
    },
    leave: admission.leave,
    authenticate:
      authenticate === undefined
        ? null
        : (request, purpose) => runAuthentication(authenticate, request, purpose, clock, handshakeTimeoutMs),
    end(reason) {
      ended = { status: 503, reason, retryAfterMs: RETRY_AFTER_MS };
      return ended;
    },
  };
}
