import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ClientAddress } from '../door/clientAddress.js';
import { toPeerView, type Peers } from '../peers/peer.js';
import { parseDrainOrder, parseSettingsPatch } from '../settings/settingsDocument.js';
import type { DrainView, GatewayStats, SettingsPatch, SettingsView } from '../views.js';
import { jsonAnswer, problemAnswer, sendAnswer, type Answer } from './answer.js';
import type { AdminRole, Authorization } from './authorization.js';
import { MAX_BODY_BYTES, readBody } from './requestBody.js';

/** What the admin interface shows and changes. */
export interface AdminTarget {
  /** Null while the gateway accepts connections. */
  readonly leaving: () => 'draining' | 'closing' | null;
  readonly clientAddress: ClientAddress;
  readonly metrics: () => Promise<{ readonly text: string; readonly contentType: string }>;
  readonly settings: () => SettingsView;
  /** Applies a change. Returns null, or why the change makes no sense; then nothing has changed. */
  readonly change: (patch: SettingsPatch, remote: string) => string | null;
  readonly stats: () => GatewayStats;
  /** Begins a drain. A drain that has begun goes on as planned. */
  readonly drain: (overMs: number | undefined) => DrainView;
  readonly peers: Peers;
  /** False when there is no such peer. */
  readonly disconnect: (id: string) => boolean;
  readonly onRequest: (route: string, status: number) => void;
}

interface Route {
  readonly label: string;
  /** Null: any client may ask. */
  readonly needs: AdminRole | null;
  readonly run: (request: IncomingMessage, parameter: string) => Answer | Promise<Answer>;
}
type Methods = Readonly<Record<string, Route>>;

const DEFAULT_PEERS = 1_000;
const MAX_PEERS = 10_000;

/**
 * The admin interface under one base path. The handler returns whether a request was for it. Without an authorization,
 * only routes that any client may ask exist.
 */
export function createAdminRoutes(
  base: string,
  authorization: Authorization | null,
  isMetricsPublic: boolean,
  target: AdminTarget,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const table = routesOf(target, isMetricsPublic);

  const decide = async (request: IncomingMessage, found: Found | null): Promise<Answer> => {
    if (!found) return problemAnswer(404);
    const isPublic = Object.values(found.methods).some(({ needs }) => needs === null);
    if (!authorization && !isPublic) return problemAnswer(404);
    const chosen = found.methods[request.method === 'HEAD' ? 'GET' : (request.method ?? '')];
    if (!chosen) return problemAnswer(405, undefined, { Allow: allowed(found.methods) });
    if (chosen.needs !== null) {
      if (!authorization) return problemAnswer(404);
      const role = await authorization(request, chosen.needs);
      if (typeof role === 'object') return role;
    }
    return chosen.run(request, found.parameter);
  };

  const respond = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    // The client may disconnect before it is answered.
    response.on('error', () => {});
    const found = find(table, path);
    // An error gets no detail: its message, stack and paths are not for strangers.
    const answer = await decide(request, found).catch(() => problemAnswer(500));
    target.onRequest(found?.label ?? 'other', answer.status);
    sendAnswer(response, answer);
  };

  return (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    if (path !== base && !path.startsWith(`${base}/`)) return false;
    void respond(request, response, path.slice(base.length));
    return true;
  };
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
  // There is no await between this check and the change, so that no other change comes in between.
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

/** `If-Match: 3` and `"3"` both mean version 3. Any other text matches no version. */
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
