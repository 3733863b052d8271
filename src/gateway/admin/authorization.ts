import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AdminIdentity, AdminRole } from '../../admin/me.js';
import { HeartbeatOptionError } from '../../protocol/options/optionError.js';
import type { GatewayClock } from '../clock.js';
import { problemAnswer, type Answer } from '../http/answer.js';
import type { ClientAddress } from '../http/clientAddress.js';
import { RETRY_AFTER_MS, retryAfterSeconds } from '../http/waits.js';
import { withinTime } from '../withinTime.js';
import type { EnvironmentVariables } from '../settings/environment.js';
import { printable } from '../telemetry/printable.js';
import { createFailureLimit } from './failureLimit.js';
import { isFromForeignPage } from './foreignPage.js';

/** Decides on an admin request by other means than our tokens. A bare role is its own subject; null refuses the request. */
export type Authorize = (
  request: IncomingMessage,
) => AdminIdentity | AdminRole | null | Promise<AdminIdentity | AdminRole | null>;

/**
 * The admin interface: its path, and the credentials for it. Without tokens and without `authorize` it is off, except for
 * `/healthz`.
 */
export interface AdminOptions {
  /** Its base path. @default '/heartbeat' */
  readonly path?: string | undefined;
  /** The bearer token of an operator. @default the environment's `HEARTBEAT_ADMIN_TOKEN` */
  readonly operatorToken?: string | undefined;
  /** The bearer token of a viewer. @default the environment's `HEARTBEAT_VIEWER_TOKEN` */
  readonly viewerToken?: string | undefined;
  /** Decides instead of tokens; those of the environment are then not read. An error refuses the request. */
  readonly authorize?: Authorize | undefined;
}

/** Returns the sender of a request, or the answer that refuses it. */
export type Authorization = (request: IncomingMessage, needs: AdminRole) => Promise<AdminIdentity | Answer>;

/** What authorizations need of the gateway. */
export interface AuthorizationContext {
  readonly env: EnvironmentVariables;
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
    : fromTokens(options, context.env);
  if (!identify) return null;
  const failures = createFailureLimit(context.clock);
  return async (request, needs) => {
    const address = clientAddress(request);
    // Checked before the token: a limit that a right guess passes does not limit guessing.
    const waitSeconds = failures.waitSeconds(address);
    if (waitSeconds > 0) {
      return problemAnswer(429, 'Too many failed attempts from this address.', { 'Retry-After': String(waitSeconds) });
    }
    const found = await identify(request);
    if (found !== null && ('status' in found || found.role === 'operator' || found.role === needs)) return found;
    if (found !== null) return problemAnswer(403, 'This takes the operator token; a viewer may only look.');
    // A request without credentials is no guess.
    if (request.headers.authorization !== undefined) failures.fail(address);
    return problemAnswer(401, 'Send `Authorization: Bearer <token>`.', {
      'WWW-Authenticate': 'Bearer realm="heartbeat"',
    });
  };
}

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
    // A browser sends cookies, client certificates and its address along with the requests of every page, which cannot do
    // that with a bearer token.
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
    return isRole(role) && typeof subject === 'string' ? { role, subject: printable(subject, 100) } : null;
  }
  return isRole(result) ? { role: result, subject: result } : null;
}

const isRole = (value: unknown): value is AdminRole => value === 'operator' || value === 'viewer';

const OPERATOR: AdminIdentity = { role: 'operator', subject: 'operator' };
const VIEWER: AdminIdentity = { role: 'viewer', subject: 'viewer' };

function fromTokens(options: AdminOptions, env: EnvironmentVariables): Identify | null {
  const operator = token('admin.operatorToken', options.operatorToken, 'HEARTBEAT_ADMIN_TOKEN', env);
  const viewer = token('admin.viewerToken', options.viewerToken, 'HEARTBEAT_VIEWER_TOKEN', env);
  if (!operator && !viewer) return null;
  if (operator && viewer && timingSafeEqual(operator, viewer)) {
    throw new HeartbeatOptionError('admin.viewerToken', 'another than the operator token', NOT_SHOWN);
  }
  return ({ headers }) => {
    const given = /^Bearer +([^\s]+) *$/i.exec(headers.authorization ?? '')?.[1];
    if (given === undefined) return null;
    // Always both, and as digests of equal length, so that the time this takes tells nothing about either token.
    const digest = sha256(given);
    const isOperator = operator !== null && timingSafeEqual(digest, operator);
    const isViewer = viewer !== null && timingSafeEqual(digest, viewer);
    if (isOperator) return OPERATOR;
    return isViewer ? VIEWER : null;
  };
}

/** Tokens are not shown, because these messages end up in logs. */
const NOT_SHOWN = '(not shown)';
/** What a header can carry, so that a token which could never match is refused at the start. */
const FORM = /^[\u0021-\u007e]+$/;

/** A line end after a token, as files and shells leave it, is not part of it. */
function token(option: string, given: string | undefined, variable: string, env: EnvironmentVariables): Buffer | null {
  const name = given === undefined ? variable : option;
  const text = (given ?? env[variable])?.trim();
  if (text === undefined || (text === '' && given === undefined)) return null;
  if (FORM.test(text)) return sha256(text);
  throw new HeartbeatOptionError(name, 'a token of visible ASCII characters, without spaces', NOT_SHOWN);
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
