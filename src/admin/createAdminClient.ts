import * as v from 'valibot';
import { readAnswer, unanswered, type AdminResult } from './adminResult.js';
import { alertsSchema, type Alerts } from './schemas/alerts.js';
import {
  drainProgressSchema,
  drainSchema,
  type DrainOrder,
  type DrainProgress,
  type DrainView,
} from './schemas/drain.js';
import { readEvents, type EventsItem, type EventsQuery } from './readEvents.js';
import type { GuardOrder } from './schemas/guard.js';
import { meSchema, type AdminIdentity } from './schemas/me.js';
import { noticeSchema, type NoticeOrder, type NoticeView } from './schemas/notice.js';
import { peerDetailSchema, peersSchema, type PeerDetail, type PeerList, type PeerSort } from './schemas/peers.js';
import { ADMIN_ROUTES, type AdminRouteName } from './routes.js';
import {
  dryRunSchema,
  historySchema,
  settingsSchema,
  type SettingsDryRun,
  type SettingsHistory,
  type SettingsPatch,
  type SettingsRollback,
  type SettingsView,
} from './schemas/settings.js';
import { statsSchema, type GatewayStats } from './schemas/stats.js';
import { timelineSchema, type Timeline } from './schemas/timeline.js';

/** Options of `createAdminClient`. */
export interface AdminClientOptions {
  /** The base of the admin interface, e.g. `https://gw.example/heartbeat`. In a page it may be relative to the page. */
  readonly baseUrl: string;
  /** The bearer token. It is sent in a header only, and neither kept nor logged. */
  readonly token: string;
  /** How long an answer may take, in milliseconds. Infinity: as long as it takes. @default 10_000 */
  readonly timeoutMs?: number | undefined;
  /** @default the platform's, looked up at each request */
  readonly fetch?: typeof fetch | undefined;
}

/** A period: the last so many milliseconds, or from one instant to another. */
export interface StatsQuery {
  readonly windowMs?: number | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Adds a chart for each gateway. */
  readonly per?: 'gateway' | undefined;
}

/** What to list. */
export interface PeersQuery {
  /** Text to look for in an id, an address, a network or a client. */
  readonly q?: string | undefined;
  readonly sort?: PeerSort | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  /** A period: only those that missed a heartbeat, were lost or were away in it. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** The admin interface of a gateway. No function throws or rejects: what went wrong is in the result. */
export interface AdminClient {
  me(): Promise<AdminResult<AdminIdentity>>;
  settings(): Promise<AdminResult<SettingsView>>;
  /** @param version refuses the change with 412 if the settings have another version by now */
  changeSettings(patch: SettingsPatch, version?: number): Promise<AdminResult<SettingsView>>;
  /** Says what a change would do. */
  tryDry(patch: SettingsPatch): Promise<AdminResult<SettingsDryRun>>;
  history(): Promise<AdminResult<SettingsHistory>>;
  rollBack(order: SettingsRollback, version?: number): Promise<AdminResult<SettingsView>>;
  endGuard(order: GuardOrder): Promise<AdminResult<SettingsView>>;
  stats(query?: StatsQuery): Promise<AdminResult<GatewayStats>>;
  alerts(): Promise<AdminResult<Alerts>>;
  /**
   * Events as they come, over one connection: `for await (const item of admin.events({ kind: 'heartbeat.*' }))`. The last
   * item is `ended`, unless the signal ended it. To go on, call again with `after`, the id of the last event.
   */
  events(query?: EventsQuery): AsyncIterable<EventsItem>;
  peers(query?: PeersQuery): Promise<AdminResult<PeerList>>;
  peer(id: string): Promise<AdminResult<PeerDetail>>;
  disconnect(id: string): Promise<AdminResult<void>>;
  timeline(sessionId: string): Promise<AdminResult<Timeline>>;
  notice(): Promise<AdminResult<NoticeView>>;
  showNotice(order: NoticeOrder): Promise<AdminResult<NoticeView>>;
  withdrawNotice(): Promise<AdminResult<void>>;
  drain(): Promise<AdminResult<DrainProgress>>;
  beginDrain(order?: DrainOrder): Promise<AdminResult<DrainView>>;
}

interface Asked {
  readonly id?: string;
  readonly query?: object;
  readonly body?: unknown;
  readonly version?: number | undefined;
}

/**
 * Makes a client of a gateway's admin interface, for pages and for Node. Answers are parsed with the gateway's own
 * schemas; members that this version does not know are left out.
 *
 * ```ts
 * const admin = createAdminClient({ baseUrl: 'https://gw.example/heartbeat', token });
 * const settings = await admin.settings();
 * if (settings.ok) await admin.changeSettings({ intervalMs: 30_000, reason: 'fewer bytes' }, settings.value.version);
 * ```
 */
export function createAdminClient({
  baseUrl,
  token,
  timeoutMs = 10_000,
  fetch: given,
}: AdminClientOptions): AdminClient {
  const base = baseUrl.replace(/\/+$/, '');

  /** The gateway relies on the token alone, so the token must reach no other host. */
  const request = (path: string, init: RequestInit & { readonly headers: Headers }): Promise<Response> => {
    // A token that a header cannot carry is treated as a wrong one, because the platform's error would reveal it.
    init.headers.set('Authorization', `Bearer ${token.replaceAll(/[^ -ÿ]/g, '?')}`);
    const rules = { credentials: 'omit', redirect: 'error', cache: 'no-store', referrerPolicy: 'no-referrer' } as const;
    return (given ?? fetch)(`${base}${path}`, { ...init, ...rules });
  };

  async function ask<Value>(
    name: AdminRouteName,
    schema: v.GenericSchema<unknown, Value> | null,
    { id = '', query = {}, body, version }: Asked = {},
  ): Promise<AdminResult<Value>> {
    const { method, path } = ADMIN_ROUTES[name];
    try {
      const headers = new Headers({ Accept: 'application/json' });
      if (body !== undefined) headers.set('Content-Type', 'application/json');
      if (version !== undefined) headers.set('If-Match', `"${version}"`);
      const response = await request(`${path.replace('{id}', encodeURIComponent(id))}${toSearch(query)}`, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
        // A timer holds no more than 24 days: Node fires a longer one at once, and refuses Infinity.
        signal: AbortSignal.timeout(Math.min(timeoutMs, 2e9)),
      });
      return await readAnswer(response, schema);
    } catch (error) {
      return unanswered(error);
    }
  }

  return {
    me: () => ask('me', meSchema),
    settings: () => ask('settings', settingsSchema),
    changeSettings: (patch, version) => ask('changeSettings', settingsSchema, { body: patch, version }),
    tryDry: (patch) => ask('changeSettings', dryRunSchema, { body: { ...patch, dryRun: true } }),
    history: () => ask('history', historySchema),
    rollBack: (order, version) => ask('rollback', settingsSchema, { body: order, version }),
    endGuard: (order) => ask('endGuard', settingsSchema, { body: order }),
    stats: (query = {}) => ask('stats', statsSchema, { query }),
    alerts: () => ask('alerts', alertsSchema),
    events({ after, signal, ...query } = {}) {
      const { method, path } = ADMIN_ROUTES.events;
      // This is async, so that an id that a header cannot carry ends the reading instead of throwing.
      return readEvents(async (ended) => {
        const headers = new Headers({ Accept: 'text/event-stream' });
        if (after !== undefined) headers.set('Last-Event-ID', after);
        return request(`${path}${toSearch(query)}`, { method, headers, signal: ended });
      }, signal);
    },
    peers: (query = {}) => ask('peers', peersSchema, { query }),
    peer: (id) => ask('peer', peerDetailSchema, { id }),
    disconnect: (id) => ask<void>('disconnect', null, { id }),
    timeline: (id) => ask('timeline', timelineSchema, { id }),
    notice: () => ask('notice', noticeSchema),
    showNotice: (order) => ask('putNotice', noticeSchema, { body: order }),
    withdrawNotice: () => ask<void>('deleteNotice', null),
    drain: () => ask('drain', drainProgressSchema),
    beginDrain: (order = {}) => ask('beginDrain', drainSchema, { body: order }),
  };
}

function toSearch(query: object): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}
