export { createHeartbeatGateway } from './createHeartbeatGateway.js';
export type { Authenticate, AuthenticationResult } from './door/authentication.js';
export type { AdminOptions, AdminRole, Authorize } from './admin/authorization.js';
export { systemClock, type Clock } from './clock.js';
export type { Environment } from './settings/environment.js';
export type { GatewayLogger } from './telemetry/eventRecorder.js';
export type { Beat } from './telemetry/beat.js';
export type { ConnectionListener, GatewayListeners, HeartbeatGateway } from './gateway.js';
export type { PingMode } from './heartbeat/liveness.js';
export type { MetricsOptions } from './telemetry/metrics.js';
export type { GatewayBaseOptions, GatewayHeartbeatOptions } from './options/baseOptions.js';
export type {
  HeartbeatGatewayOptions,
  PortOptions,
  ServerOptions,
  SocketServerOptions,
} from './options/gatewayOptions.js';
export type { Peer, Peers } from './peers/peer.js';
export type { GatewayUpgradeOptions } from './options/upgradeOptions.js';
export type { Incoming, Outgoing, PeerSocket, SocketServer } from './peerSocket.js';
export type {
  CloseReason,
  DrainView,
  GatewayCounters,
  GatewayStats,
  PeerList,
  PeerView,
  Problem,
  SettingsPatch,
  SettingsView,
  SettingValue,
} from './views.js';
export type { EventOf, HeartbeatEvent, HeartbeatEventKind, SettingsSource } from '../protocol/events.js';
export type { HeartbeatTiming } from '../protocol/frames.js';
export { HeartbeatOptionError } from '../protocol/optionError.js';
