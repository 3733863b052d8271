import type { SharedDocument, WriteRight } from './sharedDocument.js';

/** One value that all gateways share, of which the last one written is in force. */
export interface SharedValue<Value> {
  /** Replaces the value for all gateways. Returns null, or why that is not possible now. */
  readonly put: (value: Value, by?: WriteRight) => Promise<string | null>;
}

/** How often a value is put anew because another gateway was first. */
const TRIES = 5;

/** Puts values into a document. */
export const shareValue = <Value>(shared: SharedDocument): SharedValue<Value> => ({
  async put(value, by) {
    for (let tries = 0; tries < TRIES; tries += 1) {
      // oxlint-disable-next-line no-await-in-loop -- each try follows what the one before has found
      const outcome = await shared.write(JSON.stringify({ value }), by);
      if (outcome.kind === 'written') return null;
      if (outcome.kind === 'fenced') return 'another gateway of the cluster decides by now';
      if (outcome.kind === 'unsettled') return outcome.message;
      outcome.adopt();
    }
    return 'other gateways of the cluster keep changing it: try again';
  },
});
