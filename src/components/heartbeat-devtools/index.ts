export {
  createBreakableWebSocket,
  type BreakableWebSocket,
  type ConnectionBreaker,
} from './createBreakableWebSocket.js';
export { HeartbeatDevtools, type HeartbeatDevtoolsProps, type HeartbeatDevtoolsState } from './HeartbeatDevtools.js';
