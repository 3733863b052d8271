export { bridgeToOpenTelemetry, type OtelMetricsApi } from './bridgeToOpenTelemetry.js';
export { createHeartbeatGateway } from './createHeartbeatGateway.js';
export type { AdminOptions, Authorize } from './admin/access/authorization.js';
export type { AlertOptions } from './alerts/alertOptions.js';
export type { WebhookOptions } from './alerts/webhook.js';
export { systemClock, type GatewayClock } from './clock.js';
export type { Authenticate, AuthenticationContext, AuthenticationResult } from './door/authentication.js';
export type { ConnectionListener, GatewayListeners, HeartbeatGateway } from './gateway.js';
export type { PingMode } from './heartbeat/liveness.js';
export type { GatewayBaseOptions, GatewayHeartbeatOptions } from './options/baseOptions.js';
export type {
  HeartbeatGatewayOptions,
  PortOptions,
  ServerOptions,
  SocketServerOptions,
} from './options/gatewayOptions.js';
export type { GatewayUpgradeOptions } from './options/upgradeOptions.js';
export type { ChooseFrames, FrameMode } from './peers/frameMode.js';
export type { Peer, Peers } from './peers/peer.js';
export type { PeerSocket, ReceivedData, SendableData, SocketServer } from './peerSocket.js';
export type { EnvironmentVariables } from './settings/sources/environment.js';
export type { LogLevel } from './settings/sources/settingValues.js';
export { fileState } from './state/fileState.js';
export { memoryState } from './state/memoryState.js';
export type { OpenState, StateStore } from './state/stateStore.js';
export type { HeartbeatRecord } from './telemetry/heartbeatRecord.js';
export type { MetricsOptions } from './telemetry/metrics.js';
export type {
  CloseReason,
  DrainView,
  GatewayCounters,
  GatewayStats,
  PeerList,
  PeerView,
  ProblemDocument,
  RefusalReason,
  SettingsPatch,
  SettingsView,
  SettingValue,
} from './views.js';
export type { Alert } from '../admin/schemas/alerts.js';
export type { AdminIdentity, AdminRole } from '../admin/schemas/me.js';
export type { EventOf, HeartbeatEvent, HeartbeatEventKind, SettingsSource } from '../protocol/events.js';
export type { HeartbeatTiming } from '../protocol/frames.js';
export type { HeartbeatLogger } from '../protocol/logger.js';
export { HeartbeatOptionError } from '../protocol/options/optionError.js';
