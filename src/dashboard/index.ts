export { createAdminClient, type AdminClient, type AdminClientOptions } from '../admin/createAdminClient.js';
export type { PeersQuery, StatsQuery } from '../admin/createAdminClient.js';
export type { AdminProblem, AdminResult } from '../admin/adminResult.js';
export type { Alert, AlertRule, Alerts } from '../admin/alerts.js';
export type { AdminEvent } from '../admin/events.js';
export type { DrainOrder, DrainProgress, DrainView } from '../admin/drain.js';
export type { GuardOrder, GuardShare, GuardView, SettledGuard } from '../admin/guard.js';
export type { AdminIdentity, AdminRole } from '../admin/me.js';
export type { NoticeOrder, NoticeView } from '../admin/notice.js';
export type { PeerDetail, PeerList, PeerView } from '../admin/peers.js';
export type { ProblemDocument } from '../admin/problem.js';
export type {
  SettingsDryRun,
  SettingsHistory,
  SettingsHistoryEntry,
  SettingsPatch,
  SettingsRollback,
  SettingsView,
  SettingValue,
} from '../admin/settings.js';
export type { GatewayStats, PathLimit, StatsChart, StatsSeries } from '../admin/stats.js';
export type { Timeline } from '../admin/timeline.js';
export { HeartbeatDashboard, type HeartbeatDashboardProps } from './HeartbeatDashboard.js';
export { DashboardSignIn, type DashboardSignInProps } from './shell/DashboardSignIn.js';
