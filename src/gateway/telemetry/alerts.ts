import type { EventRecorder } from './eventRecorder.js';

/** Raises an alert, with what is wrong, or clears it. */
export function recordAlert(recorder: EventRecorder, rule: string, problem: string | null): void {
  if (problem === null) recorder.record('alert.cleared', { rule });
  else recorder.record('alert.raised', { rule, message: problem });
}
