import type { IncomingMessage } from 'node:http';
import type { DrainProgress } from '../../admin/schemas/drain.js';
import type { AdminRole } from '../../admin/schemas/me.js';
import { ADMIN_ROUTES, type AdminRouteName } from '../../admin/routes.js';
import { jsonAnswer, problemAnswer, type Answer } from '../http/answer.js';
import type { ChangeOrder } from '../settings/changeOrder.js';
import type { Operator } from '../settings/operatorChange.js';
import {
  parseDrainOrder,
  parseGuardOrder,
  parseNoticeOrder,
  parseRollback,
  parseSettingsPatch,
  type Parsed,
} from '../settings/settingsDocument.js';
import type { AdminTarget } from './adminTarget.js';
import { eventsAnswer } from './eventsRoute.js';
import { deleteNotice, putNotice } from './noticeRoutes.js';
import { peerAnswer, peersAnswer } from './peersRoutes.js';
import { parsePeriod } from './periodQuery.js';
import { isBadQuery, readQuery } from './query.js';
import type { Body } from './requestBody.js';
import { timelineAnswer } from './timelineRoute.js';
import { changeAnswer, readIfMatch, settingsAnswer } from './settingsAnswers.js';

/** A path that the table has. */
export interface FoundRoute {
  readonly label: string;
  readonly methods: Methods;
  /** What stands for `:id`; empty without one. */
  readonly parameter: string;
}

/** A request that may be answered. */
export interface AdminRequest {
  readonly request: IncomingMessage;
  /** What stands for `:id` in the path; empty without one. */
  readonly parameter: string;
  readonly by: Operator & { readonly role: AdminRole };
  /** Whether the sender still has the right to ask, for an answer that does not end by itself. */
  readonly isStillAllowed: () => Promise<boolean>;
  /** Reads the body, unless the sender has lost its right to be heard by then. */
  readonly body: () => Promise<Body>;
}

type Run = (request: AdminRequest) => Answer | Promise<Answer>;

/** One method of one path. */
export interface Route {
  /** Null: any client may ask. */
  readonly needs: AdminRole | null;
  readonly run: Run;
}

/** The methods of one path. */
export type Methods = Readonly<Record<string, Route>>;

/** The paths below the base (`/peers/:id`), and their methods. */
export type RouteTable = ReadonlyMap<string, Methods>;

/** Makes the table of routes: paths, methods and rights are those of the contract. A GET answers HEAD as well. */
export function createRoutes(target: AdminTarget, isMetricsPublic: boolean): RouteTable {
  const health = (): Answer => {
    const leaving = target.leaving();
    return leaving === null ? jsonAnswer(200, { status: 'ok' }) : jsonAnswer(503, { status: leaving });
  };
  const answers: Partial<Record<AdminRouteName, Run>> = {
    health,
    metrics: async () => {
      const { text, contentType } = await target.metrics();
      return { status: 200, body: text, contentType };
    },
    me: ({ by: { role, subject } }) => jsonAnswer(200, { role, subject }),
    settings: () => settingsAnswer(target.settings.view()),
    changeSettings: (asked) => changeSettings(asked, target, parseSettingsPatch),
    history: () => jsonAnswer(200, target.settings.history()),
    rollback: (asked) => changeSettings(asked, target, parseRollback),
    endGuard: ({ body, by }) =>
      withDocument(body, parseGuardOrder, async ({ action }) =>
        changeAnswer(await target.settings.endGuard(action, by)),
      ),
    stats: ({ request }) => statsAnswer(request, target),
    alerts: () => jsonAnswer(200, target.alerts()),
    events: ({ request, isStillAllowed }) => eventsAnswer(request, isStillAllowed, target),
    peers: ({ request }) => peersAnswer(request, target),
    peer: ({ parameter }) => peerAnswer(parameter, target),
    disconnect: async ({ parameter }) =>
      (await target.disconnect(parameter)) ? { status: 204 } : problemAnswer(404, 'No such connection.'),
    drain: () =>
      jsonAnswer(200, {
        status: target.leaving() ?? 'accepting',
        connections: target.peers.size,
        drain: target.drainPlan(),
        ...rollingPart(target),
      } satisfies DrainProgress),
    timeline: ({ request, parameter }) => timelineAnswer(request, parameter, target),
    notice: () => jsonAnswer(200, target.notices.view()),
    putNotice: ({ body, by }) => withDocument(body, parseNoticeOrder, (order) => putNotice(order, by, target.notices)),
    deleteNotice: ({ by }) => deleteNotice(by, target.notices),
    beginDrain: (asked) => beginDrain(asked, target),
  };

  const table = new Map<string, Methods>();
  for (const [name, run] of Object.entries(answers) as [AdminRouteName, Run][]) {
    const { path, method, needs } = ADMIN_ROUTES[name];
    const label = path.replace('{id}', ':id');
    table.set(label, {
      ...table.get(label),
      [method]: { needs: name === 'metrics' && isMetricsPublic ? null : needs, run },
    });
  }
  // HAProxy asks with OPTIONS unless it is told otherwise.
  table.set('/healthz', { ...table.get('/healthz'), OPTIONS: { needs: null, run: health } });
  return table;
}

/** Finds what a path means: its label, and what stands for `:id` in it. */
export function findRoute(table: RouteTable, path: string): FoundRoute | null {
  const exact = table.get(path);
  if (exact && !path.includes(':')) return { label: path, methods: exact, parameter: '' };
  for (const [label, methods] of table) {
    const [before = '', after] = label.split(':id');
    if (after === undefined || !path.startsWith(before) || !path.endsWith(after)) continue;
    const parameter = path.slice(before.length, path.length - after.length);
    if (parameter !== '' && !parameter.includes('/')) return { label, methods, parameter };
  }
  return null;
}

/** Reads a body as a document, or answers with what is wrong with it. */
async function withDocument<T>(
  body: AdminRequest['body'],
  parse: (text: string) => Parsed<T>,
  answer: (document: T) => Answer | Promise<Answer>,
): Promise<Answer> {
  const read = await body();
  if (!read.ok) return read.answer;
  const document = parse(read.text);
  if (document.ok) return answer(document.value);
  return problemAnswer(document.message === 'is not JSON' ? 400 : 422, document.message);
}

const changeSettings = (
  { request, body, by }: AdminRequest,
  { settings }: AdminTarget,
  parse: (text: string) => Parsed<ChangeOrder['change']>,
): Promise<Answer> =>
  withDocument(body, parse, async (change) =>
    changeAnswer(await settings.change({ change, ...readIfMatch(request.headers['if-match']) }, by)),
  );

const beginDrain = ({ body, by }: AdminRequest, target: AdminTarget): Promise<Answer> =>
  withDocument(body, parseDrainOrder, async ({ overMs, rolling = false, keep }) => {
    if (rolling !== (keep !== undefined)) {
      return problemAnswer(422, 'rolling and keep belong together: { "rolling": true, "keep": "<generation>" }');
    }
    if (keep === undefined) return jsonAnswer(202, target.drain(overMs));
    const refusal = await target.beginRolling(keep, overMs, by.subject);
    if (refusal?.why === 'invalid') return problemAnswer(422, refusal.message);
    if (refusal) return problemAnswer(503, { type: 'urn:heartbeat:not-kept', detail: refusal.message });
    return jsonAnswer(202, target.rollingPlan(overMs));
  });

const rollingPart = (target: AdminTarget): Pick<DrainProgress, 'rolling'> => {
  const rolling = target.rolling();
  return rolling ? { rolling } : {};
};

async function statsAnswer(request: IncomingMessage, target: AdminTarget): Promise<Answer> {
  const query = readQuery(request, ['per', 'windowMs', 'from', 'to']);
  if (isBadQuery(query)) return problemAnswer(400, query.message);
  const { per } = query;
  if (per !== null && per !== 'gateway') return problemAnswer(400, 'per must be gateway');
  const asked = parsePeriod(query, target.now());
  const stats = target.stats();
  if (asked === null) return jsonAnswer(200, stats);
  if ('message' in asked) return problemAnswer(400, asked.message);
  const period = await target.period(asked, per !== null);
  return jsonAnswer(200, { ...stats, at: target.now(), ...period });
}
