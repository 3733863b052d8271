import type { MachineEvent } from '../../machine/event.js';
import type { Classified } from '../../protocol/codec.js';
import type { ApplicationMessage } from '../../protocol/frames.js';

/** What a heartbeat frame means to the machine. A frame that it does not know is a sign of life. */
export function toMachineEvent(frame: Exclude<Classified, ApplicationMessage>, socketId: number): MachineEvent {
  switch (frame.kind) {
    case 'ping':
    case 'pong':
      return { type: `${frame.kind}.received`, socketId, id: frame.id };
    case 'welcome':
    case 'settings': {
      const { heartbeat: timing, version, kind } = frame;
      return { type: 'settings.received', socketId, timing, version, welcome: kind === 'welcome' };
    }
    case 'reconnect': {
      const { afterMs, windowMs, reason } = frame;
      return { type: 'drain.received', socketId, hint: { afterMs, windowMs }, reason };
    }
    default:
      return { type: 'peer.heard', socketId };
  }
}
