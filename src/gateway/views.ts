/** What the gateway reports about itself, typed by the schemas of the admin interface. */
export type { DrainOrder, DrainView } from '../admin/schemas/drain.js';
export type { PeerList, PeerView } from '../admin/schemas/peers.js';
export type { ProblemDocument } from '../admin/schemas/problem.js';
export type { CloseReason, RefusalReason } from '../admin/schemas/reasons.js';
export type { SettingsPatch, SettingsView, SettingValue } from '../admin/schemas/settings.js';
export type { GatewayCounters, GatewayStats } from '../admin/schemas/stats.js';
