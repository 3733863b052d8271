import * as closeCodes from '../../protocol/closeCodes.js';
import { leave } from './dial.js';
import type { MachineEvent } from '../event.js';
import { ignore } from './ignore.js';
import { fail, reauthorize, wait } from './loss.js';
import type { HeartbeatState, Outage } from '../state.js';
import { record, type Step } from '../step.js';

/** The bounds of a server's Retry-After. A longer one is likely a mistake; a shorter one would bring all clients at once. */
const MIN_RETRY_AFTER_MS = 1_000;
const MAX_RETRY_AFTER_MS = 300_000;

/** The time has come to ask the server why the dials fail. The schedule goes on meanwhile. */
export function askWhy(outage: Outage, step: Step): Outage {
  step.effects.push({ type: 'dial.diagnose', outageAt: outage.since });
  return { ...outage, isDiagnosed: true };
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
    const session = { ...leave(state, closeCodes.normal, cause, cause, step), outage };
    return cause === 'auth' ? reauthorize(session, step) : fail(session, true, step);
  }
  if (state.phase !== 'waiting' || retryAfterMs === undefined) return { ...state, outage };
  const afterMs = Math.min(Math.max(retryAfterMs, MIN_RETRY_AFTER_MS), MAX_RETRY_AFTER_MS);
  return wait({ ...state, outage }, Math.round(afterMs * (1 + step.random / 2)), cause, step);
}
