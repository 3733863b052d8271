import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AdminClient } from '../../admin/createAdminClient.js';
import type { AdminResult } from '../../admin/adminResult.js';
import type { DrainProgress } from '../../admin/schemas/drain.js';
import type { Alerts } from '../../admin/schemas/alerts.js';
import type { AdminIdentity } from '../../admin/schemas/me.js';
import type { NoticeView } from '../../admin/schemas/notice.js';
import type { SettingsHistory, SettingsView } from '../../admin/schemas/settings.js';
import type { GatewayStats } from '../../admin/schemas/stats.js';

/** What the page knows of the gateway. Null: not known yet, or a route that this gateway does not have. */
export interface DashboardState {
  readonly me: AdminIdentity | null;
  readonly settings: SettingsView | null;
  readonly history: SettingsHistory | null;
  readonly stats: GatewayStats | null;
  readonly drain: DrainProgress | null;
  readonly notice: NoticeView | null;
  readonly alerts: Alerts | null;
  /** The period that the statistics are about: the last so many milliseconds. */
  readonly windowMs: number;
  /** When all of it was last read, by this computer's clock; null before the first time. */
  readonly readAt: number | null;
}

/** How reading went: by that the connection to the gateway is judged. */
export type ReadOutcome = 'read' | 'unauthorized' | 'unreachable';

/** The state of the page, and what fills it. */
export interface DashboardStore extends Pick<StoreApi<DashboardState>, 'getState' | 'getInitialState' | 'subscribe'> {
  readonly client: AdminClient;
  /** Reads everything again. Never rejects. */
  readonly refresh: () => Promise<ReadOutcome>;
  /** Chooses another period, and reads it. */
  readonly choosePeriod: (windowMs: number) => void;
}

/** An hour: as far as a gateway's finest buckets reach. */
export const LAST_HOUR_MS = 3_600_000;

const NOTHING: DashboardState = {
  me: null,
  settings: null,
  history: null,
  stats: null,
  drain: null,
  notice: null,
  alerts: null,
  windowMs: LAST_HOUR_MS,
  readAt: null,
};

/** Makes a store over a client. `known` is what it begins with, such as recorded data. */
export function createDashboardStore(
  client: AdminClient,
  now: () => number,
  known: Partial<DashboardState> = {},
): DashboardStore {
  const { getState, getInitialState, setState, subscribe } = createStore<DashboardState>(() => ({
    ...NOTHING,
    ...known,
  }));
  /** Routes that an older gateway does not have are asked for once. */
  const absent = new Set<keyof DashboardState>();

  async function read<Key extends keyof DashboardState>(
    key: Key,
    ask: () => Promise<AdminResult<NonNullable<DashboardState[Key]>>>,
  ): Promise<Partial<DashboardState>> {
    if (absent.has(key)) return {};
    const result = await ask();
    if (result.ok) return { [key]: result.value };
    if (result.status === 404) absent.add(key);
    return {};
  }

  /** A gateway without a memory of the past refuses a period, and then tells what it counts since its start. */
  async function readStats(): Promise<AdminResult<GatewayStats>> {
    const { windowMs } = getState();
    const result = await client.stats({ windowMs });
    return result.ok || result.status !== 400 ? result : client.stats();
  }

  const store: DashboardStore = {
    client,
    getState,
    getInitialState,
    subscribe,
    async refresh() {
      const me = await client.me();
      if (!me.ok) return me.status === 401 || me.status === 403 ? 'unauthorized' : 'unreachable';
      const parts = await Promise.all([
        read('settings', () => client.settings()),
        read('history', () => client.history()),
        read('stats', () => readStats()),
        read('alerts', () => client.alerts()),
        read('drain', () => client.drain()),
        read('notice', () => client.notice()),
      ]);
      setState({ ...Object.assign({}, ...parts), me: me.value, readAt: now() });
      return 'read';
    },
    choosePeriod(windowMs) {
      setState({ windowMs });
      void store.refresh();
    },
  };
  return store;
}
