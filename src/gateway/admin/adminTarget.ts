import type { Alerts } from '../../admin/schemas/alerts.js';
import type { DrainProgress } from '../../admin/schemas/drain.js';
import type { Timeline } from '../../admin/schemas/timeline.js';
import type { ClientAddress } from '../http/clientAddress.js';
import type { RefuseHost } from '../door/hosts.js';
import type { NoticeBoard } from '../peers/noticeBoard.js';
import type { Peers } from '../peers/peer.js';
import type { GatewaySettings } from '../settings/gatewaySettings.js';
import type { Period } from '../statistics/period.js';
import type { PeriodStats } from '../statistics/statsView.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import type { DrainView, GatewayStats } from '../views.js';

/** What the admin interface shows and changes. */
export interface AdminTarget {
  /** Null while the gateway accepts connections. */
  readonly leaving: () => 'draining' | 'closing' | null;
  readonly clientAddress: ClientAddress;
  readonly refuseHost: RefuseHost;
  readonly recorder: EventRecorder;
  readonly metrics: () => Promise<{ readonly text: string; readonly contentType: string }>;
  readonly settings: Pick<GatewaySettings, 'view' | 'history' | 'change' | 'endGuard'>;
  readonly stats: () => GatewayStats;
  /** What happened in a period, as far as the memory reaches. */
  readonly period: (asked: Period) => PeriodStats;
  readonly alerts: () => Alerts;
  readonly now: () => number;
  /** Begins a drain. A drain that has begun goes on as planned. */
  readonly drain: (overMs: number | undefined) => DrainView;
  /** Null until a drain has begun. */
  readonly drainPlan: () => DrainProgress['drain'];
  readonly peers: Peers;
  readonly notices: NoticeBoard;
  /** Null where there is no such session, or none is kept. */
  readonly timeline: (sessionId: string) => Timeline | null;
  /** False when there is no such peer. */
  readonly disconnect: (id: string) => boolean;
  readonly onRequest: (route: string, status: number) => void;
}
