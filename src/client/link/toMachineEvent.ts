import type { MachineEvent } from '../../machine/event.js';
import * as closeCodes from '../../protocol/closeCodes.js';
import type { Classified } from '../../protocol/codec.js';
import type { ApplicationMessage } from '../../protocol/frames.js';

/** What a frame that is not the application's means to the machine. One that it does not know is a sign of life. */
export function toMachineEvent(frame: Exclude<Classified, ApplicationMessage>, socketId: number): MachineEvent {
  switch (frame.kind) {
    case 'ping':
    case 'pong':
      return { type: `${frame.kind}.received`, socketId, id: frame.id };
    case 'welcome':
    case 'settings': {
      const { heartbeat: timing, version, administered, kind } = frame;
      return { type: 'settings.received', socketId, timing, version, administered, welcome: kind === 'welcome' };
    }
    case 'reconnect': {
      const { afterMs, windowMs, reason } = frame;
      return { type: 'drain.received', socketId, hint: { afterMs, windowMs }, reason };
    }
    case 'fatal':
      // As if the backend had closed the socket with the code that says this.
      return { type: 'socket.closed', socketId, code: closeCodes.forbidden, reason: frame.reason, wasClean: true };
    default:
      return { type: 'peer.heard', socketId, isHeartbeat: frame.kind === 'alive' };
  }
}
