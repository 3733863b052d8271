// The shapes the components speak of, in one place.
export type { ConnectionSnapshot, ConnectionStatus, HeartbeatSocket } from '../react/index.js';
export type { ConnectionCause } from '../protocol/events.js';
