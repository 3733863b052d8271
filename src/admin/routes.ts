import * as v from 'valibot';
import { alertsSchema } from './schemas/alerts.js';
import { drainOrderSchema, drainProgressSchema, drainSchema } from './schemas/drain.js';
import { eventSchema } from './schemas/events.js';
import { instant, integerFrom, id } from './schemas/fields.js';
import { guardOrderSchema } from './schemas/guard.js';
import { healthSchema, meSchema } from './schemas/me.js';
import { noticeOrderSchema, noticeSchema } from './schemas/notice.js';
import { LISTED_PEERS, MAX_QUERY_CHARS, PEER_SORTS, peerDetailSchema, peersSchema } from './schemas/peers.js';
import { guardProblemSchema, problemSchema, staleProblemSchema } from './schemas/problem.js';
import type { AdminRoute, RouteAnswer, RouteParameter } from './route.js';
import {
  dryRunSchema,
  historySchema,
  rollbackSchema,
  settingsPatchSchema,
  settingsSchema,
} from './schemas/settings.js';
import { statsSchema } from './schemas/stats.js';
import { TIMELINE_FORMATS, timelineSchema } from './schemas/timeline.js';

const json = (schema: v.GenericSchema, says: string): RouteAnswer => ({ schema, says });
const problem = (says: string, schema: v.GenericSchema = problemSchema): RouteAnswer => ({
  schema,
  says,
  contentType: 'application/problem+json',
});
const nothing: RouteAnswer = { schema: null, says: 'Done.' };

const query = (name: string, schema: v.GenericSchema, says: string): RouteParameter => ({
  name,
  in: 'query',
  schema,
  says,
});
const byId = (says: string): RouteParameter => ({ name: 'id', in: 'path', schema: id, says });
const ifMatch: RouteParameter = {
  name: 'If-Match',
  in: 'header',
  schema: v.string(),
  says: 'The version that the change was made for; a stale one is answered with 412.',
};

const period = [
  query('from', instant, 'The beginning of a period, in epoch milliseconds.'),
  query('to', instant, 'Its end.'),
];

const touched = [
  query('from', instant, 'Only those that missed a heartbeat, were lost or were away in a period: its beginning.'),
  query('to', instant, 'Its end; by default now.'),
];

/** How a change of settings may end. */
const changed: AdminRoute['answers'] = {
  200: json(v.union([dryRunSchema, settingsSchema]), 'The settings in force, or what a dry run would change.'),
  400: problem('The body is no JSON.'),
  409: problem('A guarded change is running.', guardProblemSchema),
  412: problem('The settings have changed since.', staleProblemSchema),
  413: problem('The body is too long.'),
  422: problem('A value is invalid, or the values contradict each other; the detail says which.'),
  503: problem('The change could not be kept, and was not applied.'),
};
const invalid = {
  400: problem('The body is no JSON.'),
  413: problem('The body is too long.'),
  422: problem('A value is invalid.'),
};

/** The admin interface, route by route. */
export const ADMIN_ROUTES = {
  health: {
    method: 'GET',
    path: '/healthz',
    needs: null,
    says: 'Whether the gateway takes connections.',
    answers: { 200: json(healthSchema, 'It does.'), 503: json(healthSchema, 'It is leaving.') },
  },
  metrics: {
    method: 'GET',
    path: '/metrics',
    needs: 'viewer',
    says: 'Metrics for Prometheus. Open to all with `metrics: { public: true }`.',
    answers: { 200: { schema: null, says: 'Metrics.', contentType: 'text/plain' } },
  },
  me: {
    method: 'GET',
    path: '/me',
    needs: 'viewer',
    says: 'Who asks.',
    answers: { 200: json(meSchema, 'The role and the name of the sender.') },
  },
  settings: {
    method: 'GET',
    path: '/settings',
    needs: 'viewer',
    says: 'The settings in force, where each comes from, and the change that is being tried.',
    answers: { 200: json(settingsSchema, 'The settings; their version is the ETag.') },
  },
  changeSettings: {
    method: 'PATCH',
    path: '/settings',
    needs: 'operator',
    says: 'Changes settings, tries a change on a share of the peers, or tells what a change would do.',
    parameters: [ifMatch],
    body: { schema: settingsPatchSchema },
    answers: changed,
  },
  history: {
    method: 'GET',
    path: '/settings/history',
    needs: 'viewer',
    says: 'The versions of the settings: who changed what, from where, when and why.',
    answers: { 200: json(historySchema, 'The newest first.') },
  },
  rollback: {
    method: 'POST',
    path: '/settings/rollback',
    needs: 'operator',
    says: 'Makes the values of an earlier version apply again, as a new version.',
    parameters: [ifMatch],
    body: { schema: rollbackSchema },
    answers: { ...changed, 404: problem('The history has no such version.') },
  },
  endGuard: {
    method: 'POST',
    path: '/settings/guard',
    needs: 'operator',
    says: 'Ends the change that is being tried, by hand.',
    body: { schema: guardOrderSchema },
    answers: {
      ...invalid,
      200: json(settingsSchema, 'The settings in force.'),
      409: problem('No change is being tried.'),
    },
  },
  stats: {
    method: 'GET',
    path: '/stats',
    needs: 'viewer',
    says: 'What the gateway counts: since its start, and in a period with series for charts.',
    parameters: [
      query('windowMs', integerFrom(10_000, 172_800_000), 'The last so many milliseconds.'),
      ...period,
      query('per', v.picklist(['gateway']), 'Adds a chart for each gateway.'),
    ],
    answers: { 200: json(statsSchema, 'The counts.'), 400: problem('A parameter is invalid.') },
  },
  events: {
    method: 'GET',
    path: '/events',
    needs: 'viewer',
    says:
      'The gateway’s records as Server-Sent Events: the data is a record, the id names it for `Last-Event-ID`, after which a ' +
      'reader resumes (`0`: with the oldest that is kept). The event `lost` says how many are missing, `{"count": null}` where it ' +
      'is not known. Pings and pongs are sent only where `kind` names them, and cannot be resumed.',
    parameters: [
      query('kind', v.string(), 'Only these kinds: names or beginnings of names, `heartbeat.*`, separated by commas.'),
      query('peer', id, 'Only records of this connection or session.'),
      { name: 'Last-Event-ID', in: 'header', schema: v.string(), says: 'The last record that the reader has.' },
    ],
    answers: {
      200: { schema: eventSchema, says: 'A stream of records.', contentType: 'text/event-stream' },
      400: problem('A parameter is invalid.'),
      503: problem('Too many streams are open, or the gateway is leaving.'),
    },
  },
  alerts: {
    method: 'GET',
    path: '/alerts',
    needs: 'viewer',
    says: 'The rules, the active alerts and the recent ones.',
    answers: { 200: json(alertsSchema, 'The alerts.') },
  },
  peers: {
    method: 'GET',
    path: '/peers',
    needs: 'viewer',
    says: 'Connections, filtered, sorted and paged.',
    parameters: [
      query(
        'q',
        v.pipe(v.string(), v.maxLength(MAX_QUERY_CHARS)),
        'Only those with this text in an id, an address, a network or a client.',
      ),
      query(
        'sort',
        v.picklist(PEER_SORTS),
        'The order; by default as they came. `worst`, and any period, lists connections that were lost as well.',
      ),
      query('cursor', v.string(), 'The `nextCursor` of the page before, with the same question, for two minutes.'),
      query('limit', LISTED_PEERS, 'How many to list; 1 000 by default.'),
      ...touched,
    ],
    answers: {
      200: json(peersSchema, 'The connections.'),
      400: problem('A parameter is invalid.'),
      410: problem('The cursor is unknown or too old: begin with the first page.'),
    },
  },
  peer: {
    method: 'GET',
    path: '/peers/{id}',
    needs: 'viewer',
    says: 'One connection with its last events, without pings and pongs.',
    parameters: [byId('The id of the connection.')],
    answers: { 200: json(peerDetailSchema, 'The connection.'), 404: problem('There is no such connection.') },
  },
  disconnect: {
    method: 'DELETE',
    path: '/peers/{id}',
    needs: 'operator',
    says: 'Disconnects one client, which may come back.',
    parameters: [byId('The id of the connection.')],
    answers: { 204: nothing, 404: problem('There is no such connection.') },
  },
  timeline: {
    method: 'GET',
    path: '/sessions/{id}/timeline',
    needs: 'viewer',
    says: 'Both ends of one session on one time line, over all its connections.',
    parameters: [
      byId('The id of the session.'),
      query(
        'format',
        v.picklist(TIMELINE_FORMATS),
        '`file`: without addresses and texts, to be attached to a bug report; `text`: for a terminal, as with `Accept: text/plain`.',
      ),
    ],
    answers: {
      200: { ...json(timelineSchema, 'The time line.'), isAlsoText: true },
      400: problem('The format is none.'),
      404: problem('There is no such session.'),
    },
  },
  notice: {
    method: 'GET',
    path: '/notice',
    needs: 'viewer',
    says: 'The notice in force.',
    answers: { 200: json(noticeSchema, 'The notice, or null.') },
  },
  putNotice: {
    method: 'PUT',
    path: '/notice',
    needs: 'operator',
    says: 'Shows a notice to everyone who is connected, or will be while it is in force.',
    body: { schema: noticeOrderSchema },
    answers: {
      ...invalid,
      200: json(noticeSchema, 'The notice in force.'),
      503: problem('The other gateways of the cluster cannot be told now.'),
    },
  },
  deleteNotice: {
    method: 'DELETE',
    path: '/notice',
    needs: 'operator',
    says: 'Withdraws the notice.',
    answers: { 204: nothing, 503: problem('The other gateways of the cluster cannot be told now.') },
  },
  drain: {
    method: 'GET',
    path: '/drain',
    needs: 'viewer',
    says: 'Whether the gateway drains, and how far it is.',
    answers: { 200: json(drainProgressSchema, 'The progress.') },
  },
  beginDrain: {
    method: 'POST',
    path: '/drain',
    needs: 'operator',
    says:
      'Begins a drain: the gateway takes no more connections and asks all clients to leave, spread over a time. With ' +
      '`rolling` and `keep`, all gateways of a cluster but those of one generation, one after the other.',
    body: { schema: drainOrderSchema, isOptional: true },
    answers: {
      ...invalid,
      202: json(drainSchema, 'The drain as planned.'),
      503: problem('The other gateways cannot be told now.'),
    },
  },
} satisfies Readonly<Record<string, AdminRoute>>;

/** The name of a route. */
export type AdminRouteName = keyof typeof ADMIN_ROUTES;
