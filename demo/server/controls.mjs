// The buttons of the page: POST /demo/silence, /demo/cut, /demo/restart, /demo/refuse with {"connectionId": "…"}.
const MAX_BODY_BYTES = 1_024;
const REFUSE_MS = 15_000;

/** Returns a request handler, which returns whether it handled the request. */
export function createControls({ faults }) {
  const actions = new Map([
    ['/demo/silence', (id) => faults.silence(id)],
    ['/demo/cut', (id) => faults.cut(id)],
    ['/demo/restart', () => faults.restart()],
    ['/demo/refuse', (id) => faults.refuse(id, REFUSE_MS)],
  ]);

  return (request, response) => {
    const action = actions.get(request.url);
    if (!action) return false;
    const answer = (status) => response.writeHead(status, { 'Cache-Control': 'no-store' }).end();
    const refusal = refuse(request);
    if (refusal) answer(refusal);
    else readConnectionId(request).then((id) => answer(action(id) ? 204 : 409), answer);
    return true;
  };
}

/** Only this page may use them: another site sends its own Origin, and may not send JSON without a preflight. */
function refuse({ method, headers }) {
  if (method !== 'POST') return 405;
  if (headers.origin !== `http://${headers.host}` && headers.origin !== `https://${headers.host}`) return 403;
  return headers['content-type'] === 'application/json' ? null : 415;
}

/** Rejects with the HTTP status to answer with. */
function readConnectionId(request) {
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
        resolve(JSON.parse(text).connectionId);
      } catch {
        reject(400);
      }
    });
  });
}
