import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DrainView, GatewayStats, SettingsView } from '../views.js';
import type { AdminRole, Gatekeeper } from './authorization.js';
import type { ClientAddress } from '../door/clientAddress.js';
import { toPeerView, type Peers } from '../peers/peer.js';
import { jsonAnswer, problemAnswer, sendAnswer, type Answer } from './answer.js';
import { MAX_BODY_BYTES, readBody } from './requestBody.js';
import { parseDrainOrder, parseSettingsPatch, type SettingsPatchBody } from '../settings/settingsDocument.js';

/** What the admin interface shows and changes. */
export interface AdminTarget {
  /** Null while it takes connections. */
  leaving(): 'draining' | 'closing' | null;
  readonly clientAddress: ClientAddress;
  metrics(): Promise<{ readonly text: string; readonly contentType: string }>;
  settings(): SettingsView;
  /** Applies a change; a message says why it makes no sense, and then nothing has changed. */
  change(patch: SettingsPatchBody, remote: string): string | null;
  stats(): GatewayStats;
  /** Begins a drain; one that runs already goes on as it was planned. */
  drain(overMs: number | undefined): DrainView;
  readonly peers: Peers;
  /** False when there is no such peer. */
  disconnect(id: string): boolean;
  onRequest(route: string, status: number): void;
}

interface Route {
  readonly label: string;
  readonly needs: AdminRole | null;
  run(request: IncomingMessage, parameter: string): Answer | Promise<Answer>;
}
type Methods = Readonly<Record<string, Route>>;

const DEFAULT_PEERS = 1_000;
const MAX_PEERS = 10_000;

/** The admin interface under one base path; returns whether a request was its own. */
export function createAdminRoutes(
  base: string,
  gatekeeper: Gatekeeper | null,
  isMetricsPublic: boolean,
  target: AdminTarget,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const table = routesOf(target, isMetricsPublic);
  return (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    if (path !== base && !path.startsWith(`${base}/`)) return false;
    void respond(request, response, path.slice(base.length));
    return true;
  };

  async function respond(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    // A client that goes away while we answer is its own loss.
    response.on('error', () => {});
    const found = find(table, path);
    let answer: Answer;
    try {
      answer = await decide(request, found);
    } catch {
      // What failed stays inside: no message, stack or path of ours goes to a stranger.
      answer = problemAnswer(500);
    }
    target.onRequest(found?.label ?? 'other', answer.status);
    sendAnswer(response, answer);
  }

  async function decide(request: IncomingMessage, found: Found | null): Promise<Answer> {
    if (!found) return problemAnswer(404);
    const isOpen = Object.values(found.methods).some(({ needs }) => needs === null);
    if (!gatekeeper && !isOpen) return problemAnswer(404);
    const chosen = found.methods[request.method === 'HEAD' ? 'GET' : (request.method ?? '')];
    if (!chosen) return problemAnswer(405, undefined, { Allow: allowed(found.methods) });
    if (chosen.needs !== null) {
      if (!gatekeeper) return problemAnswer(404);
      const role = await gatekeeper(request, chosen.needs);
      if (typeof role === 'object') return role;
    }
    return chosen.run(request, found.parameter);
  }
}

const route = (label: string, needs: AdminRole | null, run: Route['run']): Route => ({ label, needs, run });

function routesOf(target: AdminTarget, isMetricsPublic: boolean): ReadonlyMap<string, Methods> {
  return new Map<string, Methods>([
    [
      '/healthz',
      {
        GET: route('/healthz', null, () => {
          const leaving = target.leaving();
          return leaving === null ? jsonAnswer(200, { status: 'ok' }) : jsonAnswer(503, { status: leaving });
        }),
      },
    ],
    [
      '/metrics',
      {
        GET: route('/metrics', isMetricsPublic ? null : 'viewer', async () => {
          const { text, contentType } = await target.metrics();
          return { status: 200, body: text, contentType };
        }),
      },
    ],
    [
      '/settings',
      {
        GET: route('/settings', 'viewer', () => settingsAnswer(target.settings())),
        PATCH: route('/settings', 'operator', (request) => patchSettings(request, target)),
      },
    ],
    ['/drain', { POST: route('/drain', 'operator', (request) => beginDrain(request, target)) }],
    ['/stats', { GET: route('/stats', 'viewer', () => jsonAnswer(200, target.stats())) }],
    ['/peers', { GET: route('/peers', 'viewer', (request) => listPeers(request, target.peers)) }],
    [
      '/peers/:id',
      {
        DELETE: route('/peers/:id', 'operator', (_request, id) =>
          target.disconnect(id) ? { status: 204 } : problemAnswer(404, 'No such connection.'),
        ),
      },
    ],
  ]);
}

interface Found {
  readonly label: string;
  readonly methods: Methods;
  readonly parameter: string;
}

function find(table: ReadonlyMap<string, Methods>, path: string): Found | null {
  const parameter = /^\/peers\/([^/]+)$/.exec(path)?.[1] ?? '';
  const label = parameter === '' ? path : '/peers/:id';
  const methods = table.get(label);
  return methods ? { label, methods, parameter } : null;
}

const allowed = (methods: Methods): string =>
  Object.keys(methods)
    .flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    .join(', ');

const settingsAnswer = (settings: SettingsView): Answer => jsonAnswer(200, settings, { ETag: `"${settings.version}"` });

async function patchSettings(request: IncomingMessage, target: AdminTarget): Promise<Answer> {
  const text = await readBody(request);
  if (text === null) return tooLong();
  const patch = parseSettingsPatch(text);
  if (!patch.ok) return problemAnswer(patch.message === 'is not JSON' ? 400 : 422, patch.message);
  // From here to the change nothing waits, so that no other change comes in between.
  if (isStale(request.headers['if-match'], target.settings().version)) {
    return problemAnswer(412, `The settings have changed since: their version is ${target.settings().version}.`);
  }
  const contradiction = target.change(patch.value, target.clientAddress(request));
  return contradiction === null ? settingsAnswer(target.settings()) : problemAnswer(422, contradiction);
}

async function beginDrain(request: IncomingMessage, target: AdminTarget): Promise<Answer> {
  const text = await readBody(request);
  if (text === null) return tooLong();
  const order = parseDrainOrder(text);
  if (!order.ok) return problemAnswer(order.message === 'is not JSON' ? 400 : 422, order.message);
  return jsonAnswer(202, target.drain(order.value.overMs));
}

const tooLong = (): Answer =>
  problemAnswer(413, `A body may have at most ${MAX_BODY_BYTES} bytes.`, { Connection: 'close' });

/** `If-Match: 3` and `"3"` both mean version 3; a header that names no version of ours matches nothing. */
function isStale(ifMatch: string | undefined, version: number): boolean {
  if (ifMatch === undefined || ifMatch.trim() === '*') return false;
  return !ifMatch.split(',').some((tag) => tag.trim() === `"${version}"` || tag.trim() === String(version));
}

function listPeers(request: IncomingMessage, peers: Peers): Answer {
  const limitText = new URLSearchParams((request.url ?? '').split('?')[1] ?? '').get('limit');
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
