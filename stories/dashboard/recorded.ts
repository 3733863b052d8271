import type { AdminClient } from '../../src/admin/createAdminClient.js';
import type { AdminResult } from '../../src/admin/adminResult.js';
import type { GuardView } from '../../src/admin/schemas/guard.js';
import { CLOSE_REASONS, REFUSAL_REASONS } from '../../src/admin/schemas/reasons.js';
import type { SettingsHistory, SettingsView } from '../../src/admin/schemas/settings.js';
import type { GatewayStats } from '../../src/admin/schemas/stats.js';
import { recordedAlerts } from './recordedAlerts.js';
import { recordedChart } from './recordedChart.js';
import { recordedSession } from './recordedSession.js';
import { recordedEvents } from './recordedEvents.js';
import { recordedPeers } from './recordedPeers.js';
import { HOME } from '../../src/dashboard/state/address.js';
import {
  createDashboardStore,
  type DashboardState,
  type DashboardStore,
} from '../../src/dashboard/state/dashboardStore.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 86_400_000;

/** A gateway as it answered at `now`, with a change of its interval being tried. All numbers agree with each other. */
export function recordedState(now: number): DashboardState {
  const guard: GuardView = {
    id: 'g-14',
    status: 'running',
    version: 14,
    startedAt: now - 185_000,
    by: 'ada',
    reason: 'Less traffic for phones',
    from: { intervalMs: 25_000, timeoutMs: 75_000 },
    to: { intervalMs: 70_000, timeoutMs: 210_000 },
    share: 0.05,
    shares: [0.05, 0.2, 0.5, 1],
    windowStartedAt: now - 185_000,
    windowEndsAt: now + 95_000,
    tried: { peers: 60, abnormalCloses: 3, people: 3, heartbeatTimeouts: 0, outagesShown: 3 },
    rest: { peers: 1_144, abnormalCloses: 1, people: 1, heartbeatTimeouts: 0, outagesShown: 1 },
    evidence: 640,
    evidenceNeeded: 1_000,
    peopleNeeded: 3,
    sameSilenceMs: 60_000,
    events: [
      { at: now - 117_400, share: 'tried', kind: 'closed', silentMs: 60_010 },
      { at: now - 90_000, share: 'rest', kind: 'closed', silentMs: 12_400 },
      { at: now - 65_000, share: 'tried', kind: 'closed', silentMs: 60_003 },
      { at: now - 27_500, share: 'tried', kind: 'closed', silentMs: 59_998 },
    ],
    says: 'The 70 s share is cut after 60 s of silence. One more abnormal close and the change is taken back.',
  };
  const settings: SettingsView = {
    version: 13,
    administered: true,
    intervalMs: { value: 25_000, source: 'runtime', by: 'guard', at: now - DAY, version: 13 },
    timeoutMs: { value: 75_000, source: 'default' },
    admitPerSecond: { value: 500, source: 'environment', origin: 'HEARTBEAT_ADMIT_PER_SECOND' },
    logLevel: { value: 'info', source: 'file', origin: 'heartbeat.config.json' },
    guard,
    lastGuard: null,
    pathLimit: { idleLimitMs: 60_000, known: 'learned', longestIntervalMs: 54_000 },
  };
  const history: SettingsHistory = {
    version: 13,
    limit: 100,
    entries: [
      entry(14, now - 185_000, 'ada', 'Less traffic for phones', [25_000, 70_000], 'running'),
      {
        ...entry(13, now - DAY, 'guard', 'Path cut at 60 s', [75_000, 25_000], null),
        kind: 'taken-back',
        remote: null,
      },
      entry(12, now - DAY - 8 * MINUTE, 'grace', 'As the load test had it', [25_000, 75_000], 'reverted'),
      entry(11, now - 8 * DAY, 'ada', 'Half a minute felt long', [30_000, 25_000], null),
      {
        ...entry(10, now - 15 * DAY, 'linus', 'Second node is up', [0, 0], null),
        from: { admitPerSecond: 200 },
        to: { admitPerSecond: 500 },
      },
    ],
  };
  return {
    me: { role: 'operator', subject: 'ada' },
    settings,
    history,
    stats: recordedStats(now, settings),
    drain: { status: 'accepting', connections: 1_204, drain: null },
    notice: { notice: null },
    alerts: recordedAlerts(now),
    address: HOME,
    picked: null,
    problems: {},
    toldAt: {},
    oldReading: null,
    cursorAt: null,
    isPaused: false,
    readAt: now,
  };
}

const entry = (
  version: number,
  at: number,
  by: string,
  reason: string,
  [from, to]: readonly [number, number],
  guard: SettingsHistory['entries'][number]['guard'],
): SettingsHistory['entries'][number] => ({
  version,
  at,
  by,
  remote: '10.20.4.2',
  reason,
  kind: 'changed',
  from: { intervalMs: from },
  to: { intervalMs: to },
  guard,
});

const zeros = <Name extends string>(names: readonly Name[]): Record<Name, number> =>
  Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;

function recordedStats(now: number, settings: SettingsView): GatewayStats {
  return {
    gatewayId: '7f3a9c41-64f2-4f3c-9d7e-0c1b2a3d4e5f',
    startedAt: now - 3 * DAY,
    connections: 1_204,
    counters: {
      opened: 48_211,
      rejected: 12,
      pingsSent: 8_120_443,
      pingsReceived: 8_099_120,
      pongsSent: 8_099_120,
      pongsReceived: 8_119_402,
      missed: 1_041,
      newlySilent: 31,
      timeouts: 61,
      unreturned: 4,
    },
    closed: { ...zeros(CLOSE_REASONS), normal: 41_920, abnormal: 4_980, heartbeat_timeout: 61 },
    refused: { ...zeros(REFUSAL_REASONS), accept_rate: 12 },
    reconnects: { sleep: 3_120, 'network-offline': 1_702, closed: 158 },
    settings,
    bytesPerHour: 16_992,
    at: now,
    period: { from: now - 60 * MINUTE, to: now },
    heartbeatsPerMinute: 2_797,
    missedPerPeriod: 742,
    rttMs: { count: 168_000, p50: 38, p95: 84, p99: 128 },
    outages: {
      count: 23,
      shown: 9,
      unreturned: 1,
      downMs: { count: 23, p50: 1_900, p95: 5_200, p99: 5_800 },
      shownMs: [
        { fromMs: 0, toMs: 1_000, count: 14 },
        { fromMs: 1_000, toMs: 2_000, count: 4 },
        { fromMs: 2_000, toMs: 5_000, count: 3 },
        { fromMs: 5_000, toMs: 15_000, count: 2 },
      ],
      undisturbed: 0.999_994,
      target: 0.995,
      burn: [
        { windowMs: HOUR, rate: 0.06 },
        { windowMs: 5 * MINUTE, rate: 0.01 },
      ],
    },
    silenceBeforeCloseMs: [
      ...[4, 11, 19, 23, 33, 41, 52, 71].map((seconds) => ({
        fromMs: seconds * 1_000,
        toMs: seconds * 1_150,
        count: 1,
      })),
      { fromMs: 56_000, toMs: 64_400, count: 9 },
    ],
    pathLimits: [
      {
        kind: 'idle',
        afterMs: 60_000,
        closes: 9,
        ofThoseAtRisk: 0.14,
        chance: 1e-9,
        learnedAt: now - DAY,
        longestIntervalMs: 54_000,
      },
    ],
    chart: recordedChart(now),
  };
}

/** Every call of a client that the page makes, with what it was given. */
export type Calls = [name: string, ...given: unknown[]][];

/**
 * A store that knows a state, over a client that answers with it and records what it is asked to do. `laterEvents` are those
 * that come when the recorded ones have been read.
 */
export function recordedStore(
  state: DashboardState,
  answers: Partial<Record<keyof AdminClient, AdminResult<unknown>>> = {},
  laterEvents: AdminClient['events'] = () => recordedEvents(0, 'none'),
): { readonly store: DashboardStore; readonly calls: Calls } {
  const calls: Calls = [];
  const { me, settings, history, stats, drain, notice, alerts } = state;
  const peers = recordedPeers(state.readAt ?? 0);
  const known: Partial<Record<keyof AdminClient, unknown>> = {
    me,
    settings,
    history,
    stats,
    drain,
    notice,
    alerts,
    peers,
    timeline: recordedSession(state.readAt ?? 0),
  };
  const reading = new Set(Object.keys(known));
  const events: AdminClient['events'] = (query = {}) =>
    query.after === '0' ? recordedEvents(state.readAt ?? 0, query.kind) : laterEvents(query);
  const client = new Proxy({ events } as AdminClient, {
    get: (target, name: keyof AdminClient) =>
      target[name] ??
      (async (...given: unknown[]) => {
        if (!reading.has(name)) calls.push([name, ...given]);
        return answers[name] ?? { ok: true, value: known[name] ?? settings };
      }),
  });
  return { store: createDashboardStore(client, () => state.readAt ?? 0, state), calls };
}
