import type { MachineEvent } from '../../machine/event.js';
import type { ApplicationMessage } from '../../protocol/frames.js';
import type { Classified } from '../../protocol/codec.js';

/** What a frame of ours means to the machine. Whatever it does not know is a sign of life. */
export function toMachineEvent(frame: Exclude<Classified, ApplicationMessage>, socketId: number): MachineEvent {
  switch (frame.kind) {
    case 'ping':
    case 'pong':
      return { type: `${frame.kind}.received`, socketId, ...(frame.id !== undefined && { id: frame.id }) };
    case 'welcome':
    case 'settings': {
      const { heartbeat: timing, version, kind } = frame;
      return { type: 'settings.received', socketId, timing, version, welcome: kind === 'welcome' };
    }
    case 'reconnect':
      return { type: 'drain.received', socketId, hint: frame, reason: frame.reason };
    default:
      return { type: 'peer.heard', socketId };
  }
}
