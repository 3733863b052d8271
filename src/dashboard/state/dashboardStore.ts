import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AdminClient } from '../../admin/createAdminClient.js';
import type { AdminProblem, AdminResult } from '../../admin/adminResult.js';
import type { DrainProgress } from '../../admin/schemas/drain.js';
import type { Alerts } from '../../admin/schemas/alerts.js';
import type { AdminIdentity } from '../../admin/schemas/me.js';
import type { NoticeView } from '../../admin/schemas/notice.js';
import type { SettingsHistory, SettingsView } from '../../admin/schemas/settings.js';
import type { GatewayStats } from '../../admin/schemas/stats.js';
import { HOME, toHash, type Address } from './address.js';

/** What the page knows of the gateway. Null: not known yet, or a route that this gateway does not have. */
export interface DashboardState {
  readonly me: AdminIdentity | null;
  readonly settings: SettingsView | null;
  readonly history: SettingsHistory | null;
  readonly stats: GatewayStats | null;
  readonly drain: DrainProgress | null;
  readonly notice: NoticeView | null;
  readonly alerts: Alerts | null;
  /** Why a part was not told when it was last asked for. */
  readonly problems: Readonly<Partial<Record<Told, AdminProblem>>>;
  /** When each part was last told. */
  readonly toldAt: Readonly<Partial<Record<Told, number>>>;
  /** What the open screen shows of its own reading, if that could not be repeated. */
  readonly oldReading: OldReading | null;
  /** Where the page is, with the period that the statistics are about. */
  readonly address: Address;
  /** The part of the period that is looked at more closely; null without one, and until it is read. */
  readonly picked: Picked | null;
  /** The instant that all charts point at. */
  readonly cursorAt: number | null;
  /** Lists wait, and show what is new when they are asked to. */
  readonly isPaused: boolean;
  /** When all of it was last read, by this computer's clock; null before the first time. */
  readonly readAt: number | null;
}

/** The parts that the gateway tells of itself. */
export type Told = 'me' | 'settings' | 'history' | 'stats' | 'drain' | 'notice' | 'alerts';

/** When something was last read, and why it is not read again. */
export interface OldReading {
  readonly at: number;
  readonly problem: AdminProblem;
}

/** What is known of a part of the period. */
export interface Picked {
  readonly stats: GatewayStats | null;
  /** How many people something happened to; null where the gateway cannot tell. */
  readonly peers: number | null;
}

/** How reading went: by that the connection to the gateway is judged. */
export type ReadOutcome = 'read' | 'unauthorized' | 'unreachable';

/** The state of the page, and what fills it. */
export interface DashboardStore extends Pick<StoreApi<DashboardState>, 'getState' | 'getInitialState' | 'subscribe'> {
  readonly client: AdminClient;
  /** Reads everything again. Never rejects. */
  readonly refresh: () => Promise<ReadOutcome>;
  /** Goes to a place, and reads what is shown there. `replace`: the Back button does not lead here again. */
  readonly open: (address: Address, how?: 'push' | 'replace') => void;
  /** The browser has gone somewhere. */
  readonly follow: (address: Address) => void;
  readonly pointAt: (instant: number | null) => void;
  readonly pause: (isPaused: boolean) => void;
  readonly tellOld: (old: OldReading | null) => void;
}

/** What came of one question. */
interface Answer {
  readonly change?: Partial<DashboardState>;
  readonly problems?: DashboardState['problems'];
}

/** Tells the browser where the page is. */
export type OnOpen = (address: Address, how: 'push' | 'replace') => void;

const NOTHING: DashboardState = {
  me: null,
  settings: null,
  history: null,
  stats: null,
  drain: null,
  notice: null,
  alerts: null,
  problems: {},
  toldAt: {},
  oldReading: null,
  address: HOME,
  picked: null,
  cursorAt: null,
  isPaused: false,
  readAt: null,
};

/** Makes a store over a client. `known` is what it begins with, such as recorded data. */
export function createDashboardStore(
  client: AdminClient,
  now: () => number,
  known: Partial<DashboardState> = {},
  onOpen: OnOpen = () => {},
): DashboardStore {
  const { getState, getInitialState, setState, subscribe } = createStore<DashboardState>(() => ({
    ...NOTHING,
    ...known,
  }));
  /** Routes that an older gateway does not have are asked for once. */
  const absent = new Set<Told>();

  async function read<Key extends Exclude<Told, 'me'>>(
    key: Key,
    ask: () => Promise<AdminResult<NonNullable<DashboardState[Key]>>>,
  ): Promise<Answer> {
    if (absent.has(key)) return {};
    const result = await ask();
    if (result.ok) return { change: { [key]: result.value } };
    if (result.status === 404) absent.add(key);
    return result.status === 404 ? {} : { problems: { [key]: result.problem } };
  }

  /** A gateway without a memory of the past refuses a period, and then tells what it counts since its start. */
  async function readStats(): Promise<AdminResult<GatewayStats>> {
    const result = await client.stats(getState().address.period);
    return result.ok || result.status !== 400 ? result : client.stats();
  }

  async function readPicked(): Promise<Answer> {
    const { pick } = getState().address;
    if (!pick) return { change: { picked: null } };
    const [stats, peers] = await Promise.all([client.stats(pick), client.peers({ ...pick, limit: 1 })]);
    const picked = { stats: stats.ok ? stats.value : null, peers: (peers.ok && peers.value.matching) || null };
    return { change: { picked } };
  }

  /** Readings may overtake each other: an older one, or one of another period, is dropped. */
  let asked = 0;
  let shown = 0;
  function follow(address: Address): void {
    const before = getState().address;
    setState({ address, ...(samePick(before, address) ? {} : { picked: null }) });
    if (!samePeriod(before, address) || !samePick(before, address)) void store.refresh();
  }

  const store: DashboardStore = {
    client,
    getState,
    getInitialState,
    subscribe,
    async refresh() {
      const turn = ++asked;
      const { address } = getState();
      const me = await client.me();
      if (!me.ok) {
        setState({ problems: { me: me.problem } });
        return me.status === 401 || me.status === 403 ? 'unauthorized' : 'unreachable';
      }
      const parts = await Promise.all([
        read('settings', () => client.settings()),
        read('history', () => client.history()),
        read('stats', () => readStats()),
        read('alerts', () => client.alerts()),
        read('drain', () => client.drain()),
        read('notice', () => client.notice()),
        readPicked(),
      ]);
      const isOfHere = samePeriod(address, getState().address) && samePick(address, getState().address);
      if (turn < shown || !isOfHere) return 'read';
      shown = turn;
      const change: Partial<DashboardState> = Object.assign({}, ...parts.map((part) => part.change));
      const problems: DashboardState['problems'] = Object.assign({}, ...parts.map((part) => part.problems));
      const readAt = now();
      const told = Object.fromEntries(Object.keys(change).map((part) => [part, readAt]));
      setState({ ...change, problems, toldAt: { ...getState().toldAt, ...told }, me: me.value, readAt });
      return 'read';
    },
    open(address, how = 'push') {
      follow(address);
      onOpen(address, how);
    },
    follow,
    pointAt: (cursorAt) => setState({ cursorAt }),
    pause: (isPaused) => setState({ isPaused }),
    tellOld: (oldReading) => setState({ oldReading }),
  };
  return store;
}

const samePeriod = (a: Address, b: Address): boolean =>
  toHash({ ...HOME, period: a.period }) === toHash({ ...HOME, period: b.period });
const samePick = (a: Address, b: Address): boolean => a.pick?.from === b.pick?.from && a.pick?.to === b.pick?.to;
