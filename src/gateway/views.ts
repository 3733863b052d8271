/** What the gateway tells of itself, by the schemas that the admin interface is made of. */
export type { DrainOrder, DrainView } from '../admin/drain.js';
export type { PeerList, PeerView } from '../admin/peers.js';
export type { ProblemDocument } from '../admin/problem.js';
export type { CloseReason, RefusalReason } from '../admin/reasons.js';
export type { SettingsPatch, SettingsView, SettingValue } from '../admin/settings.js';
export type { GatewayCounters, GatewayStats } from '../admin/stats.js';
