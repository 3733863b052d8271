export type { ConnectionSnapshot, ConnectionSource, ConnectionStatus, HeartbeatSocket } from '../client/index.js';
export { HeartbeatProvider, type HeartbeatProviderProps } from './HeartbeatProvider.js';
export { useConnected } from './useConnected.js';
export { useConnection } from './useConnection.js';
export { useConnectionListeners, type ConnectionListeners } from './useConnectionListeners.js';
export { useHeartbeatLog } from './useHeartbeatLog.js';
export {
  useHeartbeatSocket,
  type UseHeartbeatSocketOptions,
  type UseHeartbeatSocketResult,
} from './useHeartbeatSocket.js';
export { useLastMessage } from './useLastMessage.js';
export { useMessage } from './useMessage.js';
export { useNotice, type ShownNotice } from './notice/useNotice.js';
export { useRetryCountdown } from './useRetryCountdown.js';
export { useUnsentGuard } from './useUnsentGuard.js';
