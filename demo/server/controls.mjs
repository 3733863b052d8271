// The buttons of the page: POST /demo/silence and so on, with {"path": "…"}. The answer says how long it lasts.
import { isOwnPage } from './ownPage.mjs';

const MAX_BODY_BYTES = 1_024;
const PREFIX = '/demo/';

/** How long each fault lasts. Silence holds the path for longer than the first dial after it takes to give up. */
const LASTS_MS = {
  silence: 11_000,
  cut: 1_000,
  restart: 3_000,
  refuse: 15_000,
  offline: 10_000,
  // The page heals it as soon as its attempts are used up.
  exhaust: 20_000,
};

/**
 * Returns a request handler, which returns whether it handled the request.
 *
 * @param lastsMs how long each fault lasts, milliseconds
 * @param breakPath `(pathId, fault, forMs)`, and fault null to heal; returns false where there is nothing to break
 */
export function createControls(breakPath, lastsMs = LASTS_MS) {
  return (request, response) => {
    if (!request.url.startsWith(PREFIX)) return false;
    const fault = request.url.slice(PREFIX.length);
    const isKnown = fault === 'heal' || Object.hasOwn(lastsMs, fault);
    const answer = (status, body) => {
      response.writeHead(status, { 'Cache-Control': 'no-store', 'Content-Type': 'application/json' });
      response.end(body && JSON.stringify(body));
    };
    const refusal = isKnown ? refuse(request) : 404;
    if (refusal) {
      answer(refusal);
      return true;
    }
    const forMs = lastsMs[fault] ?? 0;
    readPathId(request).then(
      (id) => (breakPath(id, fault === 'heal' ? null : fault, forMs) ? answer(200, { forMs }) : answer(409)),
      answer,
    );
    return true;
  };
}

/** Another site may not send JSON without a preflight, which nothing here answers. */
function refuse(request) {
  if (request.method !== 'POST') return 405;
  if (!isOwnPage(request)) return 403;
  return request.headers['content-type'] === 'application/json' ? null : 415;
}

/** Rejects with the HTTP status to answer with. */
function readPathId(request) {
  return new Promise((resolve, reject) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('error', () => reject(400));
    request.on('data', (part) => {
      text += part;
      if (text.length > MAX_BODY_BYTES) reject(413);
    });
    request.on('end', () => {
      try {
        resolve(JSON.parse(text).path);
      } catch {
        reject(400);
      }
    });
  });
}
