import type { IncomingMessage } from 'node:http';
import { jsonAnswer, problemAnswer, type Answer } from '../http/answer.js';
import { targetOf } from '../http/requestTarget.js';
import { toPeerView, type Peers } from '../peers/peer.js';
import type { Operator } from '../settings/gatewaySettings.js';
import { parseDrainOrder, parseSettingsPatch, type Parsed } from '../settings/settingsDocument.js';
import type { SettingsView } from '../views.js';
import type { AdminTarget } from './adminTarget.js';
import type { AdminRole } from './authorization.js';
import { readBody } from './requestBody.js';

/** A request that may be answered. */
export interface AdminRequest {
  readonly request: IncomingMessage;
  /** What stands for `:id` in the path; empty without one. */
  readonly parameter: string;
  readonly by: Operator;
}

/** One method of one path. */
export interface Route {
  /** Null: any client may ask. */
  readonly needs: AdminRole | null;
  readonly run: (request: AdminRequest) => Answer | Promise<Answer>;
}

/** The methods of one path. */
export type Methods = Readonly<Record<string, Route>>;

/** The paths below the base, and their methods. */
export type RouteTable = ReadonlyMap<string, Methods>;

const DEFAULT_PEERS = 1_000;
const MAX_PEERS = 10_000;

const open = (run: Route['run']): Route => ({ needs: null, run });
const viewer = (run: Route['run']): Route => ({ needs: 'viewer', run });
const operator = (run: Route['run']): Route => ({ needs: 'operator', run });

/** Makes the table of routes. A GET answers HEAD as well. */
export function createRoutes(target: AdminTarget, isMetricsPublic: boolean): RouteTable {
  const health = open(() => {
    const leaving = target.leaving();
    return leaving === null ? jsonAnswer(200, { status: 'ok' }) : jsonAnswer(503, { status: leaving });
  });
  const metrics = async (): Promise<Answer> => {
    const { text, contentType } = await target.metrics();
    return { status: 200, body: text, contentType };
  };
  const disconnect = ({ parameter }: AdminRequest): Answer =>
    target.disconnect(parameter) ? { status: 204 } : problemAnswer(404, 'No such connection.');

  return new Map<string, Methods>([
    // HAProxy asks with OPTIONS unless it is told otherwise.
    ['/healthz', { GET: health, OPTIONS: health }],
    ['/metrics', { GET: isMetricsPublic ? open(metrics) : viewer(metrics) }],
    [
      '/settings',
      {
        GET: viewer(() => settingsAnswer(target.settings())),
        PATCH: operator((asked) => patchSettings(asked, target)),
      },
    ],
    ['/drain', { POST: operator((asked) => beginDrain(asked, target)) }],
    ['/stats', { GET: viewer(() => jsonAnswer(200, target.stats())) }],
    ['/peers', { GET: viewer(({ request }) => listPeers(request, target.peers)) }],
    ['/peers/:id', { DELETE: operator(disconnect) }],
  ]);
}

const settingsAnswer = (settings: SettingsView): Answer => jsonAnswer(200, settings, { ETag: `"${settings.version}"` });

/** Reads a body as a document, and answers a body that is none. */
async function withDocument<T>(
  request: IncomingMessage,
  parse: (text: string) => Parsed<T>,
  answer: (document: T) => Answer,
): Promise<Answer> {
  const body = await readBody(request);
  if (!body.ok) return body.answer;
  const document = parse(body.text);
  if (document.ok) return answer(document.value);
  return problemAnswer(document.message === 'is not JSON' ? 400 : 422, document.message);
}

const patchSettings = ({ request, by }: AdminRequest, target: AdminTarget): Promise<Answer> =>
  withDocument(request, parseSettingsPatch, (patch) => {
    // There is no await between this check and the change, so that no other change comes in between.
    if (isStale(request.headers['if-match'], target.settings().version)) {
      return problemAnswer(412, `The settings have changed since: their version is ${target.settings().version}.`);
    }
    const contradiction = target.change(patch, by);
    return contradiction === null ? settingsAnswer(target.settings()) : problemAnswer(422, contradiction);
  });

const beginDrain = ({ request }: AdminRequest, target: AdminTarget): Promise<Answer> =>
  withDocument(request, parseDrainOrder, ({ overMs }) => jsonAnswer(202, target.drain(overMs)));

/**
 * `If-Match: 3` and `"3"` both mean version 3, and so does `W/"3"`: proxies that compress an answer weaken its tag. Any other
 * text matches no version.
 */
function isStale(ifMatch: string | undefined, version: number): boolean {
  if (ifMatch === undefined || ifMatch.trim() === '*') return false;
  return !ifMatch.split(',').some((tag) => [`"${version}"`, String(version)].includes(tag.trim().replace(/^W\//, '')));
}

function listPeers(request: IncomingMessage, peers: Peers): Answer {
  const limitText = new URLSearchParams(targetOf(request).query).get('limit');
  const limit = limitText === null ? DEFAULT_PEERS : Number(limitText);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PEERS) {
    return problemAnswer(400, `limit must be an integer from 1 to ${MAX_PEERS}`);
  }
  const listed = [];
  for (const peer of peers) {
    if (listed.length === limit) break;
    listed.push(toPeerView(peer));
  }
  return jsonAnswer(200, { total: peers.size, peers: listed });
}
