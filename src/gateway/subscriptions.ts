import type { IncomingMessage } from 'node:http';
import { isBeat } from './telemetry/beat.js';
import type { Connection } from './peers/connection.js';
import type { EventRecorder } from './telemetry/eventRecorder.js';
import type { ConnectionListener, GatewayListeners, HeartbeatGateway } from './gateway.js';
import { Listeners } from './telemetry/listeners.js';
import type { PeerSocket } from './peerSocket.js';
import { messageOf } from './telemetry/printable.js';

/** Who listens to a gateway, and what they are told. */
export interface Subscriptions {
  readonly on: HeartbeatGateway['on'];
  /** Tells of a connection that is open and welcomed. */
  opened(socket: PeerSocket, request: IncomingMessage, connection: Connection): void;
}

/** Makes the subscriptions of a gateway; records come to them from the recorder. */
export function createSubscriptions(recorder: EventRecorder): Subscriptions {
  const connectionListeners = new Listeners<Parameters<ConnectionListener>>((error) =>
    recorder.record('listener.failed', { message: messageOf(error) }),
  );

  function on<Name extends keyof GatewayListeners>(name: Name, listener: GatewayListeners[Name]): () => void {
    switch (name) {
      case 'connection':
        return connectionListeners.add(listener as ConnectionListener);
      case 'heartbeat':
        // Beats are recorded about connections only.
        return recorder.subscribe((record, subject) =>
          isBeat(record) ? (listener as GatewayListeners['heartbeat'])(record, subject as Connection) : undefined,
        );
      default:
        return recorder.subscribe((record) => (listener as GatewayListeners['event'])(record));
    }
  }

  return {
    on,
    opened(socket, request, connection) {
      connectionListeners.call(socket, request, connection);
    },
  };
}
