export { createHeartbeatGateway } from './createHeartbeatGateway.js';
export type { Authenticate, AuthenticationResult } from './authentication.js';
export type { AdminOptions, AdminRole, Authorize } from './authorization.js';
export { systemClock, type Clock } from './clock.js';
export type { Environment } from './environment.js';
export type { GatewayLogger } from './eventRecorder.js';
export type { Beat } from './beat.js';
export type { ConnectionListener, GatewayListeners, HeartbeatGateway } from './gateway.js';
export type { PingMode } from './liveness.js';
export type { MetricsOptions } from './metrics.js';
export type { GatewayBaseOptions, GatewayHeartbeatOptions } from './baseOptions.js';
export type { HeartbeatGatewayOptions, PortOptions, ServerOptions, SocketServerOptions } from './options.js';
export type { Peer, Peers } from './peer.js';
export type { GatewayUpgradeOptions } from './upgradeOptions.js';
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
} from '../protocol/admin.js';
export type { EventOf, HeartbeatEvent, HeartbeatEventKind, SettingsSource } from '../protocol/events.js';
export type { HeartbeatTiming } from '../protocol/frames.js';
export { HeartbeatOptionError } from '../protocol/optionError.js';
