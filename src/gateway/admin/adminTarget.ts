import type { Alerts } from '../../admin/schemas/alerts.js';
import type { DrainProgress } from '../../admin/schemas/drain.js';
import type { PeerDetail } from '../../admin/schemas/peers.js';
import type { Timeline } from '../../admin/schemas/timeline.js';
import type { Rollout } from '../cluster/rollout.js';
import type { Directory } from '../directory/createDirectory.js';
import type { EventFeed } from '../feed/eventFeed.js';
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
  readonly period: (
    asked: Period,
    isPerGateway: boolean,
  ) => Promise<PeriodStats & Pick<GatewayStats, 'gateways' | 'notes'>>;
  readonly alerts: () => Alerts;
  readonly now: () => number;
  /** Begins a drain. A drain that has begun goes on as planned. */
  readonly drain: (overMs: number | undefined) => DrainView;
  /** Null until a drain has begun. */
  readonly drainPlan: () => DrainProgress['drain'];
  readonly peers: Pick<Peers, 'size'>;
  /** Null without an authorization: then no such route exists. */
  readonly directory: Directory | null;
  readonly feed: EventFeed | null;
  readonly notices: NoticeBoard;
  /** Null where there is no such session, or none is kept. */
  readonly timeline: (sessionId: string) => Promise<Timeline | null>;
  /** One connection with its last events; null where there is none. */
  readonly peer: (id: string) => Promise<PeerDetail | null>;
  /** False when there is no such peer. */
  readonly disconnect: (id: string) => Promise<boolean>;
  /** Drains all gateways of a cluster but those of one generation. Returns null, or why that cannot be. */
  readonly beginRolling: Rollout['begin'];
  readonly rolling: Rollout['view'];
  /** The rolling drain that has begun, as a drain is answered. */
  readonly rollingPlan: (overMs: number | undefined) => DrainView;
  readonly onRequest: (route: string, status: number) => void;
}
