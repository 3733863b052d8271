import type { IncomingMessage } from 'node:http';
import { MAX_STREAMS } from '../feed/eventFeed.js';
import type { FeedQuestion } from '../feed/eventStream.js';
import { parseKinds } from '../feed/kinds.js';
import { problemAnswer, type Answer } from '../http/answer.js';
import { RETRY_AFTER_MS, retryAfterSeconds } from '../http/waits.js';
import type { AdminTarget } from './adminTarget.js';
import { isBadQuery, readQuery, type BadQuery } from './query.js';

const MAX_ID_CHARS = 200;
/** Compression would hold records back until there are enough of them, and so would a proxy's buffer. */
const HEADERS = { 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' };

/** Begins a stream of events. `isAllowed` says whether the sender of the request may still read. */
export function eventsAnswer(
  request: IncomingMessage,
  isAllowed: () => Promise<boolean>,
  { feed }: AdminTarget,
): Answer {
  const asked = readQuestion(request);
  if (isBadQuery(asked)) return problemAnswer(400, asked.message);
  const refusal = feed ? feed.refusal() : 'leaving';
  if (!feed || refusal !== null) {
    const detail =
      refusal === 'full' ? `${MAX_STREAMS} streams are open, as many as there may be.` : 'The gateway is leaving.';
    return problemAnswer(
      503,
      { detail, retryAfterMs: RETRY_AFTER_MS },
      { 'Retry-After': retryAfterSeconds(RETRY_AFTER_MS) },
    );
  }
  return {
    status: 200,
    contentType: 'text/event-stream',
    headers: HEADERS,
    stream: (response) => feed.open(response, asked, isAllowed),
  };
}

function readQuestion(request: IncomingMessage): FeedQuestion | BadQuery {
  const read = readQuery(request, ['kind', 'peer']);
  if (isBadQuery(read)) return read;
  const kinds = parseKinds(read.kind ?? '');
  if ('message' in kinds) return kinds;
  const peer = read.peer === '' ? null : read.peer;
  if (peer !== null && peer.length > MAX_ID_CHARS)
    return { message: `peer must have at most ${MAX_ID_CHARS} characters` };
  const header = request.headers['last-event-id'];
  const after = typeof header === 'string' ? header.trim().slice(0, MAX_ID_CHARS) : null;
  return { kinds, peer, after };
}
