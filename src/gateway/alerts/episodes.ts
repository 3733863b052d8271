import type { EventDetails } from '../../protocol/events.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import type { RuleName } from './rules.js';

/** What an alert says when it is raised. */
export type AlertWords = Omit<EventDetails['alert.raised'], 'rule'>;

/** Raises each alert once, and clears it once, per episode. */
export interface Episodes {
  /** What is so now: the words of an active rule, null for one that is not active. */
  readonly tell: (rule: RuleName, words: AlertWords | null) => void;
}

/** Makes episodes that are told as records. */
export function createEpisodes(recorder: EventRecorder): Episodes {
  const active = new Set<RuleName>();
  return {
    tell(rule, words) {
      if (active.has(rule) === (words !== null)) return;
      if (words) {
        active.add(rule);
        recorder.record('alert.raised', { rule, ...words });
      } else {
        active.delete(rule);
        recorder.record('alert.cleared', { rule });
      }
    },
  };
}
