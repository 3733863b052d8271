import * as closeCodes from '../../protocol/closeCodes.js';
import { dial, leave, moveOn, redial } from './dial.js';
import type { PageSignal } from '../event.js';
import { awake, cannotAsk, probe } from './liveness.js';
import { showing, WAKE_LOSS_MS } from './loss.js';
import type { HeartbeatState } from '../state.js';
import { msSince, record, type Step } from '../step.js';

/** Signals this close together are one: a tab that is shown is visible, focused and restored in a row. */
const BURST_MS = 1_000;

/** Coming back to the page is a reason to look at the connection, or to dial: once for each burst of signals. */
export function pageChanged(state: HeartbeatState, signal: PageSignal, step: Step): HeartbeatState {
  record(step, 'page.changed', { signal });
  const page = {
    isOnline: signal === 'online' || (signal !== 'offline' && state.page.isOnline),
    hiddenAt: signal === 'hidden' ? step.at : signal === 'visible' ? null : state.page.hiddenAt,
    leavingAt: signal === 'leaving' ? step.at : state.page.leavingAt,
  };
  const changed = { ...state, page, outage: state.outage && showing(state.outage, page, step) } as HeartbeatState;
  if (signal === 'hidden' || signal === 'leaving') return changed;
  // This is a reason to check the connection, not a verdict: browsers also say `offline` when a VPN is switched on.
  if (signal === 'offline') return changed.phase === 'open' ? probe(changed, signal, step) : changed;
  if (signal !== 'online') return comeBack(changed, signal, step);
  // Probes the connection as after a pause. If the other side cannot be asked, it is dialled anew, because only TCP
  // would find out that it is gone.
  if (changed.phase === 'open' && cannotAsk(changed, step)) {
    return moveOn(changed, 'network changed', 'network-offline', closeCodes.abnormal, step);
  }
  // A dial of the same burst that failed while there was no network says nothing about this one.
  return comeBack(awake(changed), signal, step, !state.page.isOnline);
}

function comeBack(state: HeartbeatState, reason: string, step: Step, isNewBurst = false): HeartbeatState {
  const { wake } = state;
  // If a page is shown some seconds after the computer woke, it is still true that the computer slept.
  const hasSlept = wake !== null && wake.hasSlept && step.at - wake.at < WAKE_LOSS_MS;
  const back = { ...state, wake: { at: step.at, hasSlept, isSpent: false } };
  // Even within a burst, because its user waits. A network that is back says nothing of a user.
  if (back.phase === 'paused') return reason === 'online' && back.page.hiddenAt !== null ? state : dial(back, step);
  if (!isNewBurst && wake !== null && step.at - wake.at < BURST_MS) return state;
  switch (back.phase) {
    case 'open':
      return probe(back, reason, step);
    case 'waiting':
      return dial(back, step);
    case 'failed':
      return back.isFinal || step.config.reconnect.maxAttempts === 0 ? back : redial(back, step);
    default:
      return back;
  }
}

/**
 * The computer slept. The connection is probed and not dialled anew, because a wall clock that was set forward looks
 * the same.
 */
export function woke(state: HeartbeatState, gapMs: number, step: Step): HeartbeatState {
  record(step, 'clock.wake', { gapMs });
  // Nothing is dialled here, so the signal that follows must be the first of its burst, which dials.
  const at = state.phase === 'open' ? step.at : step.at - BURST_MS;
  const back = awake({ ...state, wake: { at, hasSlept: true, isSpent: false } });
  if (back.phase !== 'open') return back;
  return cannotAsk(back, step) && gapMs > back.settings.timeoutMs
    ? moveOn(back, 'asleep', 'sleep', closeCodes.abnormal, step)
    : probe(back, 'wake', step);
}

/** The page was hidden for long enough: its socket is closed, and no attempt is counted. */
export function pause(state: HeartbeatState, step: Step): HeartbeatState {
  const left = leave(state, closeCodes.normal, 'hidden', 'hidden', step);
  record(step, 'paused', { hiddenMs: msSince(state.page.hiddenAt ?? step.at, step) });
  return { ...left, phase: 'paused', outage: null };
}
