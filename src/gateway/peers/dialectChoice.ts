import type { IncomingMessage } from 'node:http';
import { guard } from '../../protocol/listeners.js';
import type { Dialect } from '../heartbeat/peerHeartbeat.js';
import type { PeerSocket } from '../peerSocket.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import { printableError } from '../telemetry/printable.js';
import type { ChooseFrames } from './frameMode.js';

/** An open socket, as it comes to the gateway. */
export interface NewSocket {
  readonly socket: PeerSocket;
  /** Null for a socket older than the gateway. */
  readonly request: IncomingMessage | null;
  readonly remote: string;
  readonly data: unknown;
}

/** What the choice needs of the gateway. */
export interface DialectContext {
  readonly chooseFrames: ChooseFrames;
  readonly recorder: EventRecorder;
}

/** The dialect a connection begins with. A function of the application that fails must not keep the connection out. */
export function chooseDialect(
  { socket, request }: NewSocket,
  { chooseFrames, recorder }: DialectContext,
): Extract<Dialect, 'unknown' | 'control'> {
  let chosen: unknown;
  guard(
    (error) => recorder.record('listener.failed', { message: printableError(error) }),
    () => (chosen = chooseFrames(request, socket.protocol)),
  );
  return chosen === 'control' ? 'control' : 'unknown';
}
