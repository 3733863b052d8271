export { createAdminClient, type AdminClient, type AdminClientOptions } from '../admin/createAdminClient.js';
export type { PeersQuery, StatsQuery } from '../admin/createAdminClient.js';
export type { AdminProblem, AdminResult } from '../admin/adminResult.js';
export type { EventsItem, EventsQuery } from '../admin/readEvents.js';
export type { Alert, AlertRule, Alerts } from '../admin/schemas/alerts.js';
export type { AdminEvent } from '../admin/schemas/events.js';
export type { DrainOrder, DrainProgress, DrainView } from '../admin/schemas/drain.js';
export type { GuardOrder, GuardShare, GuardView, SettledGuard } from '../admin/schemas/guard.js';
export type { AdminIdentity, AdminRole } from '../admin/schemas/me.js';
export type { NoticeOrder, NoticeView } from '../admin/schemas/notice.js';
export type { PeerDetail, PeerList, PeerSort, PeerView } from '../admin/schemas/peers.js';
export type { ProblemDocument } from '../admin/schemas/problem.js';
export type {
  SettingsDryRun,
  SettingsHistory,
  SettingsHistoryEntry,
  SettingsPatch,
  SettingsRollback,
  SettingsView,
  SettingValue,
} from '../admin/schemas/settings.js';
export type { GatewayStats, PathLimit, StatsChart, StatsSeries } from '../admin/schemas/stats.js';
export type { Timeline } from '../admin/schemas/timeline.js';
export { HeartbeatDashboard, type HeartbeatDashboardProps } from './HeartbeatDashboard.js';
export { DashboardSignIn, type DashboardSignInProps } from './shell/DashboardSignIn.js';
