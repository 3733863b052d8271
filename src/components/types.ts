// The types that the components use, in one place.
export type { ConnectionSnapshot, ConnectionStatus, ConnectionSource, HeartbeatSocket } from '../react/index.js';
export type { ConnectionCause } from '../protocol/events.js';
