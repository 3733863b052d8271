import { createStore } from 'zustand/vanilla';
import type { ConnectionSnapshot } from '../client/snapshot/snapshot.js';
import { createHeartbeatSocket } from '../client/createHeartbeatSocket.js';
import type {
  ConnectedListener,
  HeartbeatEventListener,
  HeartbeatSocket,
  MessageListener,
} from '../client/heartbeatSocket.js';
import type { ConnectionStatus } from '../machine/status.js';
import type { HeartbeatEvent } from '../protocol/events.js';

/** A socket whose state is scripted, without network or timer. For stories and component tests. */
export interface ScriptedSocket extends HeartbeatSocket {
  /** Merges into the snapshot, and notifies subscribers at once. */
  set(patch: Partial<ConnectionSnapshot>): void;
  /** Delivers a message as if it had arrived over the wire. */
  deliver(data: unknown): void;
  /** Appends to the log. */
  record(event: HeartbeatEvent): void;
  /** The calls made on it, oldest first: `'connect'`, `'reconnect'`, … */
  readonly calls: readonly string[];
}

/**
 * Makes a scripted socket. Fields that are left out are those of a fresh socket.
 * @example const socket = createScriptedSocket({ status: 'reconnecting', lost: true, cause: 'closed' });
 */
export function createScriptedSocket(snapshot: Partial<ConnectionSnapshot> = {}): ScriptedSocket {
  const store = createStore<ConnectionSnapshot>(() => ({
    ...createHeartbeatSocket(null).store.getState(),
    ...withCanSend(snapshot),
  }));
  const calls: string[] = [];
  let log: readonly HeartbeatEvent[] = [];
  const messageListeners = new Set<MessageListener>();
  const connectedListeners = new Set<ConnectedListener>();
  const eventListeners = new Set<HeartbeatEventListener>();
  const call = (name: string) => (): void => void calls.push(name);
  return {
    store,
    calls,
    get log() {
      return log;
    },
    connect: call('connect'),
    disconnect: call('disconnect'),
    reconnect: call('reconnect'),
    configure: call('configure'),
    destroy: call('destroy'),
    bufferedAmount: 0,
    check: () => {
      calls.push('check');
      const { status, latency } = store.getState();
      return Promise.resolve({ alive: isUp(status), rttMs: (isUp(status) && latency?.lastMs) || null });
    },
    send: () => (calls.push('send'), store.getState().canSend ? 'sent' : 'rejected'),
    onMessage: (listener) => (messageListeners.add(listener), () => messageListeners.delete(listener)),
    onEvent: (listener) => (eventListeners.add(listener), () => eventListeners.delete(listener)),
    onConnected: (listener) => (connectedListeners.add(listener), () => connectedListeners.delete(listener)),
    retryInMs: () => {
      const { nextRetryAt } = store.getState();
      return nextRetryAt === null ? null : Math.max(0, nextRetryAt - Date.now());
    },
    set: (patch) => store.setState(withCanSend(patch)),
    deliver: (data) => messageListeners.forEach((listener) => listener(data, { data } as MessageEvent)),
    record: (event) => {
      log = [...log, event];
      eventListeners.forEach((listener) => listener(event));
      if (event.kind !== 'connect.confirmed') return;
      const { isReconnect } = event;
      connectedListeners.forEach((listener) => listener({ isReconnect }));
    },
  };
}

/** Messages flow on both. */
const isUp = (status: ConnectionStatus): boolean => status === 'open' || status === 'degraded';

/** Whether `send` would send follows the status, unless the script says otherwise. */
const withCanSend = (patch: Partial<ConnectionSnapshot>): Partial<ConnectionSnapshot> =>
  patch.status === undefined ? patch : { canSend: isUp(patch.status), ...patch };
