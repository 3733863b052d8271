import type { IncomingMessage } from 'node:http';
import type { AdminIdentity, AdminRole } from '../../../admin/schemas/me.js';
import { HeartbeatOptionError } from '../../../protocol/options/optionError.js';
import type { GatewayClock } from '../../clock.js';
import { problemAnswer, type Answer } from '../../http/answer.js';
import type { ClientAddress } from '../../http/clientAddress.js';
import { RETRY_AFTER_MS, retryAfterSeconds } from '../../http/waits.js';
import { withinTime } from '../../withinTime.js';
import type { EnvironmentVariables } from '../../settings/sources/environment.js';
import { printable } from '../../telemetry/printable.js';
import { createFailureLimit } from './failureLimit.js';
import { isFromForeignPage } from './foreignPage.js';
import { identifyByToken } from './tokens.js';
import type { TokensFile } from './tokensFile.js';

/**
 * Decides on an admin request by other means than our tokens. A bare role is its own subject; null refuses the request, and
 * so does an empty subject. It is asked once more when the body of a request arrives after its head.
 */
export type Authorize = (
  request: IncomingMessage,
) => AdminIdentity | AdminRole | null | Promise<AdminIdentity | AdminRole | null>;

/**
 * The admin interface: its path, and the credentials for it. Without tokens and without `authorize` it is off, except for
 * `/healthz`. The variable `HEARTBEAT_TOKENS_FILE` names a file of tokens for named people, which is read again whenever it
 * changes; `npx heartbeat-socket token ada operator` makes a token and its entry.
 */
export interface AdminOptions {
  /** Its base path. @default '/heartbeat' */
  readonly path?: string | undefined;
  /**
   * A separate port for the admin interface, so that a firewall can keep it internal. The gateway's port then answers
   * requests to it with 404, except for `/healthz`. 0: any free port, see `adminAddress()`. @default the gateway's own
   */
  readonly port?: number | undefined;
  /** The address on which that port listens; empty text counts as none. @default '127.0.0.1' */
  readonly host?: string | undefined;
  /** The bearer token of an operator. @default the environment's `HEARTBEAT_ADMIN_TOKEN` */
  readonly operatorToken?: string | undefined;
  /** The bearer token of a viewer. @default the environment's `HEARTBEAT_VIEWER_TOKEN` */
  readonly viewerToken?: string | undefined;
  /** Decides instead of tokens; tokens in the environment are then not read. An error refuses the request. */
  readonly authorize?: Authorize | undefined;
}

/** The answer that refuses a request, and its sender, where that is known. */
export type RefusedSender = Answer & { readonly subject?: string };

/** Decides on requests. */
export interface Authorization {
  /** Returns the sender of a request, or the answer that refuses it. */
  readonly identify: (request: IncomingMessage, needs: AdminRole) => Promise<AdminIdentity | RefusedSender>;
  /** Identifies the sender of an admitted request once more. This does not count as an attempt. */
  readonly identifyAgain: (request: IncomingMessage, needs: AdminRole) => Promise<AdminIdentity | RefusedSender>;
}

/** What authorizations need of the gateway. */
export interface AuthorizationContext {
  readonly env: EnvironmentVariables;
  /** The named tokens; null without a file of them. */
  readonly tokensFile: TokensFile | null;
  readonly clock: GatewayClock;
  readonly clientAddress: ClientAddress;
  /** How long `authorize` may take. */
  readonly timeoutMs: number;
}

type Identify = (request: IncomingMessage) => AdminIdentity | null | Promise<AdminIdentity | Answer | null>;

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Null: the admin interface is off. @throws HeartbeatOptionError for options that contradict each other. */
export function createAuthorization(options: AdminOptions, context: AuthorizationContext): Authorization | null {
  const { clientAddress } = context;
  const identify = options.authorize
    ? fromAuthorize(options, options.authorize, context)
    : identifyByToken(options, context);
  if (!identify) return null;
  const failures = createFailureLimit(context.clock);
  const refuseGuesser = (address: string): Answer | null => {
    const waitSeconds = failures.waitSeconds(address);
    if (waitSeconds === 0) return null;
    const headers = { 'Retry-After': String(waitSeconds) };
    return problemAnswer(429, 'Too many failed attempts from this address.', headers);
  };
  const judge = (found: AdminIdentity | Answer | null, needs: AdminRole): AdminIdentity | RefusedSender => {
    if (found === null) return UNKNOWN_SENDER;
    if ('status' in found || found.role === 'operator' || found.role === needs) return found;
    const answer = problemAnswer(403, 'This needs the operator token; a viewer may only look.');
    return { ...answer, subject: found.subject };
  };
  return {
    async identify(request, needs) {
      const address = clientAddress(request);
      // Checked before the token, because a limit that a correct guess passes does not limit guessing.
      const refused = refuseGuesser(address);
      if (refused) return refused;
      const found = await identify(request);
      // Checked again, because guesses that arrive together (pipelined, or during a slow `authorize`) all pass the first check.
      const refusedMeanwhile = refuseGuesser(address);
      if (refusedMeanwhile) return refusedMeanwhile;
      // A request without credentials does not count as a guess.
      if (found === null && request.headers.authorization !== undefined) failures.fail(address);
      return judge(found, needs);
    },
    identifyAgain: async (request, needs) => judge(await identify(request), needs),
  };
}

const UNKNOWN_SENDER = problemAnswer(401, 'Send `Authorization: Bearer <token>`.', {
  'WWW-Authenticate': 'Bearer realm="heartbeat"',
});

function fromAuthorize(
  { operatorToken, viewerToken }: AdminOptions,
  authorize: Authorize,
  { clock, timeoutMs }: AuthorizationContext,
): Identify {
  if (operatorToken !== undefined || viewerToken !== undefined) {
    throw new HeartbeatOptionError('admin.authorize', 'given without tokens: it decides instead of them', authorize);
  }
  const late = problemAnswer(503, '`authorize` did not answer in time.', {
    'Retry-After': retryAfterSeconds(RETRY_AFTER_MS),
  });
  return async (request) => {
    // A browser sends cookies, client certificates and its address along with the requests of every page. No page can
    // make it send a bearer token.
    if (!SAFE_METHODS.has(request.method ?? '') && isFromForeignPage(request)) {
      return problemAnswer(403, 'Pages of another origin may not change anything.');
    }
    return withinTime<AdminIdentity | Answer | null>(
      async () => toIdentity(await authorize(request)),
      clock,
      timeoutMs,
      {
        late,
        failed: null,
      },
    );
  };
}

/** An unknown result refuses, because JavaScript may return anything. */
function toIdentity(result: AdminIdentity | AdminRole | null): AdminIdentity | null {
  if (typeof result === 'object' && result !== null) {
    const { role, subject } = result;
    const isNamed = typeof subject === 'string' && subject.trim() !== '';
    return isRole(role) && isNamed ? { role, subject: printable(subject, 100) } : null;
  }
  return isRole(result) ? { role: result, subject: result } : null;
}

const isRole = (value: unknown): value is AdminRole => value === 'operator' || value === 'viewer';
