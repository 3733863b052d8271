import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AdminIdentity } from '../../../admin/schemas/me.js';
import { HeartbeatOptionError } from '../../../protocol/options/optionError.js';
import type { GatewayClock } from '../../clock.js';
import { readText, type EnvironmentVariables } from '../../settings/sources/environment.js';
import { createTokensFile, type TokensFile } from './tokensFile.js';

/** The tokens that options may give. */
export interface PlainTokens {
  readonly operatorToken?: string | undefined;
  readonly viewerToken?: string | undefined;
}

const OPERATOR: AdminIdentity = { role: 'operator', subject: 'operator' };
const VIEWER: AdminIdentity = { role: 'viewer', subject: 'viewer' };

/**
 * Identifies the senders of requests by their bearer tokens: those of the options or the environment, and those of the
 * tokens file. Null when there are none. @throws HeartbeatOptionError for a token that no header can carry.
 */
export function identifyByToken(
  options: PlainTokens,
  { env, tokensFile }: { readonly env: EnvironmentVariables; readonly tokensFile: TokensFile | null },
): ((request: IncomingMessage) => AdminIdentity | null) | null {
  const operator = token('admin.operatorToken', options.operatorToken, 'HEARTBEAT_ADMIN_TOKEN', env);
  const viewer = token('admin.viewerToken', options.viewerToken, 'HEARTBEAT_VIEWER_TOKEN', env);
  if (!operator && !viewer && !tokensFile) return null;
  if (operator && viewer && timingSafeEqual(operator, viewer)) {
    throw new HeartbeatOptionError('admin.viewerToken', 'different from the operator token', NOT_SHOWN);
  }
  return (request) => {
    // Of two such headers, proxies and servers may believe different ones.
    if (countHeaders(request, 'authorization') > 1) return null;
    const given = /^Bearer +([^\s]+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    if (given === undefined) return null;
    // Always compares all tokens, as digests of equal length, so that the time it takes reveals nothing about any
    // token.
    const digest = sha256(given);
    const isOperator = operator !== null && timingSafeEqual(digest, operator);
    const isViewer = viewer !== null && timingSafeEqual(digest, viewer);
    const named = tokensFile?.find(digest) ?? null;
    if (isOperator) return OPERATOR;
    return isViewer ? VIEWER : named;
  };
}

/** By the raw headers, which HTTP/2 has as well: Node merges others, or drops all but the first. */
const countHeaders = ({ rawHeaders }: IncomingMessage, name: string): number =>
  rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === name).length;

/** Tokens are not shown, because these messages end up in logs. */
const NOT_SHOWN = '(not shown)';
/** What a header can carry, so that a token which could never match is refused at the start. */
const FORM = /^[\u0021-\u007e]+$/;

/** The tokens file of the environment. */
export function openTokensFile(env: EnvironmentVariables, clock: GatewayClock): TokensFile | null {
  const path = readText(env, 'HEARTBEAT_TOKENS_FILE');
  return path === undefined ? null : createTokensFile(path, clock);
}

/** A line end after a token, as files and shells leave it, is not part of it. */
function token(option: string, given: string | undefined, variable: string, env: EnvironmentVariables): Buffer | null {
  const name = given === undefined ? variable : option;
  const text: unknown = given === undefined ? env[variable] : given;
  const trimmed = typeof text === 'string' ? text.trim() : text;
  if (trimmed === undefined || (trimmed === '' && given === undefined)) return null;
  if (typeof trimmed === 'string' && FORM.test(trimmed)) return sha256(trimmed);
  throw new HeartbeatOptionError(name, 'a token of visible ASCII characters, without spaces', NOT_SHOWN);
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
