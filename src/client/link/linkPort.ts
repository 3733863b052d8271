import type { MachineEvent } from '../../machine/event.js';
import type { HeartbeatState } from '../../machine/state.js';
import type { ConnectionFact } from '../../protocol/events.js';

/** What the link asks and calls. These are functions because V8 inlines them and not getters; they run for every message. */
export interface LinkPort {
  state(): HeartbeatState;
  dispatch(event: MachineEvent): void;
  /** `lastHeard` is settled within a second anyway. */
  isSettledSoon(): boolean;
  /** A frame came, and was dated. */
  heard(at: number): void;
  message(data: unknown, event: MessageEvent): void;
  tell(fact: ConnectionFact): void;
  readonly failed: (error: unknown) => void;
}
