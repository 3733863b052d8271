import * as closeCodes from '../protocol/closeCodes.js';
import { drop } from './dial.js';
import type { MachineEvent } from './event.js';
import { ignore } from './ignore.js';
import { fail, reauthorize } from './loss.js';
import { sessionOf, type HeartbeatState } from './state.js';
import { record, type Step } from './step.js';

/** What a server may ask for. Longer is taken for a mistake, shorter for carelessness: everyone would come at once. */
const MIN_RETRY_AFTER_MS = 1_000;
const MAX_RETRY_AFTER_MS = 300_000;

/** The time has come to ask the server why the dials fail. The schedule goes on meanwhile. */
export function startDiagnosis(state: HeartbeatState, step: Step): HeartbeatState {
  if (!state.outage) return state;
  step.effects.push({ type: 'dial.diagnose', outageAt: state.outage.since });
  return { ...state, outage: { ...state.outage, isDiagnosed: true } };
}

/** The server said why. Its word is the cause of this outage from now on. */
export function diagnosed(
  state: HeartbeatState,
  event: Extract<MachineEvent, { type: 'dial.diagnosed' }>,
  step: Step,
): HeartbeatState {
  const { cause, outageAt, retryAfterMs } = event;
  const isMine = state.phase === 'waiting' || state.phase === 'dialing';
  if (!isMine || state.outage?.since !== outageAt) return ignore(state, event, step);
  record(step, 'connect.diagnosed', { cause, retryAfterMs });
  const outage = { ...state.outage, cause, causeHoldsUntil: cause === 'connect-error' ? -Infinity : Infinity };
  if (cause === 'refused' || cause === 'auth') {
    if (state.phase === 'dialing') drop(state, closeCodes.normal, cause, step);
    const session = { ...sessionOf(state), outage };
    return cause === 'auth' ? reauthorize(session, step) : fail(session, true, step);
  }
  if (state.phase !== 'waiting' || retryAfterMs === undefined) return { ...state, outage };
  const afterMs = Math.min(Math.max(retryAfterMs, MIN_RETRY_AFTER_MS), MAX_RETRY_AFTER_MS);
  const delayMs = Math.round(afterMs * (1 + step.random / 2));
  const { attempt } = state;
  record(step, 'retry.scheduled', { attempt, maxAttempts: step.config.reconnect.maxAttempts, delayMs, cause });
  return { ...state, outage, retryAt: step.at + delayMs };
}
