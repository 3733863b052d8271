import type { IncomingMessage, ServerResponse } from 'node:http';
import { problemAnswer, sendAnswer, type Answer } from '../http/answer.js';
import type { ClientAddress } from '../http/clientAddress.js';
import type { OriginRule } from './origins.js';
import { dropAlias, isFor } from '../http/requestTarget.js';
import { retryAfterSeconds } from '../http/waits.js';
import { untilLeft, watchAsking } from './leaving.js';
import type { Refusal, ScreeningRefusal } from './refusal.js';
import type { Screening } from './screening.js';

/** What a page is told: the ends of the problem documents' types (PROTOCOL.md, "Why a dial failed"). */
const PROBLEMS = {
  draining: 'draining',
  closing: 'draining',
  accept_rate: 'overloaded',
  connection_limit: 'overloaded',
  address_limit: 'overloaded',
  authenticate_timeout: 'overloaded',
  unauthorized: 'unauthorized',
  forbidden: 'forbidden',
  origin: 'forbidden',
  host: 'forbidden',
} as const satisfies Record<ScreeningRefusal['reason'], string>;

const UPGRADE_MISSING: Refusal = {
  status: 426,
  reason: 'upgrade_missing',
  message:
    'the handshake came without `Upgrade: websocket` or `Connection: Upgrade`: a proxy in front does not pass them on. For nginx: ' +
    '`proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";`',
};

/**
 * Answers a `GET` of the gateway's path that comes as an ordinary request. Browsers hide the status of a refused upgrade, so a page
 * whose dials fail asks this way for the reason. The rules are those of an upgrade, in the same order, so that the answer
 * tells no more than an upgrade would; it takes a token of the accept rate, so that asking is no cheaper than dialling. At
 * the path `/` it would stand before the application's own page.
 */
export function createDiagnosis(
  { path, origins, isListed }: OriginRule & { readonly path: string },
  screening: Screening,
  clientAddress: ClientAddress,
  count: (refusal: Refusal, remote: string) => void,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  /** Null when the client has left meanwhile. Its place is free at once. */
  const diagnose = async (
    request: IncomingMessage,
    response: ServerResponse,
    remote: string,
  ): Promise<Answer | null> => {
    const refusal = screening.enter(request, remote);
    if (refusal) return toAnswer(refusal);
    try {
      if (screening.authenticate) {
        const outcome = await untilLeft(screening.authenticate(request, 'diagnosis'), (onLeft) =>
          watchAsking(request, response, onLeft),
        );
        if (outcome === null) return null;
        if (!outcome.ok) return toAnswer(outcome.refusal);
      }
    } finally {
      screening.leave(remote);
    }
    // A question of our client is not a handshake. This request was one, before it lost a header on its way.
    if (request.headers['sec-websocket-key'] !== undefined) count(UPGRADE_MISSING, remote);
    const headers = { Upgrade: 'websocket', Connection: 'Upgrade' };
    return problemAnswer(426, { type: 'urn:heartbeat:upgrade-required', detail: 'Open a WebSocket here.' }, headers);
  };

  /** For exactly the origins of the options, those of the second question with its credentials included. */
  const corsOf = ({ headers: { origin } }: IncomingMessage): Readonly<Record<string, string>> =>
    origins !== undefined && origin !== undefined && isListed(origin)
      ? { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true' }
      : {};

  return (request, response) => {
    if (request.method !== 'GET' || path === '/') return false;
    if (!isFor(request, path)) return false;
    dropAlias(request, path);
    // The client may disconnect before it is answered.
    response.on('error', () => {});
    const headers = { ...corsOf(request), Vary: 'Origin' };
    void diagnose(request, response, clientAddress(request)).then((answer) => {
      if (answer) sendAnswer(response, { ...answer, headers: { ...answer.headers, ...headers } });
    });
    return true;
  };
}

/** Without `WWW-Authenticate`: a browser would show the page's visitor a dialog for some of its schemes. */
function toAnswer({ status, reason, message, isToldToClient = false, retryAfterMs }: ScreeningRefusal): Answer {
  return problemAnswer(
    status,
    {
      type: `urn:heartbeat:${PROBLEMS[reason]}`,
      ...(isToldToClient && message !== undefined ? { detail: message } : {}),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
    retryAfterMs === undefined ? {} : { 'Retry-After': retryAfterSeconds(retryAfterMs) },
  );
}
