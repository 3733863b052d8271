import type { IncomingMessage } from 'node:http';
import type { AlertBoard } from './alerts/board.js';
import { createListeners } from '../protocol/listeners.js';
import { HeartbeatOptionError } from '../protocol/options/optionError.js';
import type { ConnectionListener, GatewayListeners, HeartbeatGateway } from './gateway.js';
import type { Peer } from './peers/peer.js';
import type { PeerSocket } from './peerSocket.js';
import type { EventRecorder } from './telemetry/eventRecorder.js';
import { HEARTBEAT_KINDS, type HeartbeatRecord } from './telemetry/heartbeatRecord.js';
import { printableError } from './telemetry/printable.js';

/** The listeners of a gateway, and what calls them. */
export interface Subscriptions {
  readonly on: HeartbeatGateway['on'];
  /** A connection is open and welcomed. */
  readonly opened: (socket: PeerSocket, request: IncomingMessage, peer: Peer) => void;
}

/** Makes the subscriptions of a gateway. Records come to them from the recorder. */
export function createSubscriptions(recorder: EventRecorder, alerts: Pick<AlertBoard, 'subscribe'>): Subscriptions {
  const connections = createListeners<Parameters<ConnectionListener>>((error) =>
    recorder.record('listener.failed', { message: printableError(error) }),
  );

  function on<Name extends keyof GatewayListeners>(name: Name, listener: GatewayListeners[Name]): () => void {
    if (typeof listener !== 'function')
      throw new HeartbeatOptionError(`the listener of '${name}'`, 'a function', listener);
    switch (name) {
      case 'connection':
        return connections.add(listener as ConnectionListener);
      case 'heartbeat':
        // Records of heartbeats are always about a connection.
        return recorder.subscribe(
          (record, subject) => (listener as GatewayListeners['heartbeat'])(record as HeartbeatRecord, subject as Peer),
          HEARTBEAT_KINDS,
        );
      case 'alert':
        return alerts.subscribe(listener as GatewayListeners['alert']);
      case 'event':
        return recorder.subscribe((record) => (listener as GatewayListeners['event'])(record));
      default:
        // Code without types may pass any name, and a listener for a misspelt one would wait for ever.
        throw new HeartbeatOptionError(
          'the name in on(name, listener)',
          "'connection', 'heartbeat', 'alert' or 'event'",
          name,
        );
    }
  }

  return { on, opened: connections.call };
}
