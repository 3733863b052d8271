import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { HeartbeatOptionError } from '../../protocol/optionError.js';
import type { GatewayClock } from '../clock.js';
import type { ClientAddress } from '../door/clientAddress.js';
import type { EnvironmentVariables } from '../settings/environment.js';
import { problemAnswer, type Answer } from './answer.js';
import { createFailureLimit } from './failureLimit.js';

/** A viewer may read; an operator may also change things. */
export type AdminRole = 'viewer' | 'operator';

/** Decides on an admin request by other means than our tokens. Null refuses it. */
export type Authorize = (request: IncomingMessage) => AdminRole | null | Promise<AdminRole | null>;

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

/** Returns the role that a request has, or the answer that refuses it. */
export type Authorization = (request: IncomingMessage, needs: AdminRole) => Promise<AdminRole | Answer>;

/** Null: the admin interface is off. @throws HeartbeatOptionError for options that contradict each other. */
export function createAuthorization(
  options: AdminOptions,
  env: EnvironmentVariables,
  clock: GatewayClock,
  clientAddress: ClientAddress,
): Authorization | null {
  const identify = options.authorize ? fromAuthorize(options, options.authorize) : fromTokens(options, env);
  if (!identify) return null;
  const failures = createFailureLimit(clock);
  return async (request, needs) => {
    const address = clientAddress(request);
    // Checked before the token: a limit that a right guess passes does not limit guessing.
    const waitSeconds = failures.waitSeconds(address);
    if (waitSeconds > 0) {
      return problemAnswer(429, 'Too many failed attempts from this address.', { 'Retry-After': String(waitSeconds) });
    }
    const role = await identify(request);
    if (role === 'operator' || role === needs) return role;
    if (role === 'viewer') return problemAnswer(403, 'This takes the operator token; a viewer may only look.');
    failures.fail(address);
    return problemAnswer(401, 'Send `Authorization: Bearer <token>`.', {
      'WWW-Authenticate': 'Bearer realm="heartbeat"',
    });
  };
}

function fromAuthorize({ operatorToken, viewerToken }: AdminOptions, authorize: Authorize): Authorize {
  if (operatorToken !== undefined || viewerToken !== undefined) {
    throw new HeartbeatOptionError('admin.authorize', 'given without tokens: it decides instead of them', authorize);
  }
  return async (request) => {
    try {
      const role = await authorize(request);
      return role === 'operator' || role === 'viewer' ? role : null;
    } catch {
      return null;
    }
  };
}

function fromTokens(options: AdminOptions, env: EnvironmentVariables): Authorize | null {
  const operator = token('admin.operatorToken', options.operatorToken, env['HEARTBEAT_ADMIN_TOKEN']);
  const viewer = token('admin.viewerToken', options.viewerToken, env['HEARTBEAT_VIEWER_TOKEN']);
  if (!operator && !viewer) return null;
  if (operator && viewer && timingSafeEqual(operator, viewer)) {
    // The token is not shown, because this message ends up in logs.
    throw new HeartbeatOptionError('admin.viewerToken', 'another than the operator token', undefined);
  }
  return ({ headers }) => {
    const given = /^Bearer +([^\s]+) *$/i.exec(headers.authorization ?? '')?.[1];
    if (given === undefined) return null;
    // Always both, and as digests of equal length, so that the time this takes tells nothing about either token.
    const digest = sha256(given);
    const isOperator = operator !== null && timingSafeEqual(digest, operator);
    const isViewer = viewer !== null && timingSafeEqual(digest, viewer);
    if (isOperator) return 'operator';
    return isViewer ? 'viewer' : null;
  };
}

function token(option: string, given: string | undefined, fromEnv: string | undefined): Buffer | null {
  if (given === '') throw new HeartbeatOptionError(option, 'a token that is not empty', given);
  const text = given ?? fromEnv?.trim();
  return text === undefined || text === '' ? null : sha256(text);
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
