import { closeCodes } from '../protocol/closeCodes.js';
import { dial, rulesOf } from './dial.js';
import { record } from './effect.js';
import type { Moment, PageSignal } from './event.js';
import { leave, redial } from './leave.js';
import type { MachineConfig } from './options.js';
import { probe } from './pulse.js';
import { after, type Reaction } from './reaction.js';
import { sessionOf, type HeartbeatState, type Open } from './state.js';

/** Signals this close together are one: a tab that is shown is visible, focused and restored in a row. */
const BURST_MS = 1_000;

/** Coming back to the page is a reason to look: at the connection, or for one. One dial a burst of signals. */
export function pageChanged(config: MachineConfig, state: HeartbeatState, signal: PageSignal, now: Moment): Reaction {
  const said = record('page.changed', { signal });
  const page = {
    isOnline: signal === 'online' || (signal !== 'offline' && state.page.isOnline),
    hiddenAt: signal === 'hidden' ? now.at : signal === 'visible' ? null : state.page.hiddenAt,
  };
  const changed = { ...state, page };
  if (signal === 'hidden') return [changed, [said]];
  // Not to be believed, and not to be ignored: a VPN that is switched on says so too.
  if (signal === 'offline')
    return after([said], changed.phase === 'open' ? look(config, changed, signal, now) : [changed, []]);
  return after([said], comeBack(config, changed, { at: now.at, hasSlept: false, isSpent: false }, signal, now));
}

function comeBack(
  config: MachineConfig,
  state: HeartbeatState,
  wake: NonNullable<HeartbeatState['wake']>,
  reason: string,
  now: Moment,
): Reaction {
  const isSameBurst = state.wake !== null && now.at - state.wake.at < BURST_MS;
  const awake = { ...state, wake: isSameBurst ? state.wake : wake };
  switch (awake.phase) {
    case 'open':
      return isSameBurst ? [awake, []] : look(config, awake, reason, now);
    case 'waiting':
      return isSameBurst ? [awake, []] : dial(awake, now);
    case 'paused':
      return dial(awake, now);
    case 'failed':
      return awake.isFinal || isSameBurst ? [awake, []] : redial(awake, now);
    default:
      return [awake, []];
  }
}

export function woke(config: MachineConfig, state: HeartbeatState, gapMs: number, now: Moment): Reaction {
  const said = record('clock.wake', { gapMs });
  const awake = { ...state, wake: { at: now.at, hasSlept: true, isSpent: false } };
  // Only looks: a wall clock that was set forward tells the same, and is no reason to dial.
  return after([said], awake.phase === 'open' ? look(config, awake, 'wake', now) : [awake, []]);
}

/** One ping, now. */
export function look(config: MachineConfig, state: Open, reason: string, now: Moment): Reaction {
  const [pulse, effects] = probe(state.pulse, rulesOf(config, state), now, reason);
  return [{ ...state, pulse }, effects];
}

/** Hidden for long enough: the socket is given up, and no attempt is burnt. */
export function pause(state: HeartbeatState, now: Moment): Reaction {
  const hiddenMs = Math.round(now.at - (state.page.hiddenAt ?? now.at));
  return [
    { ...sessionOf(state), phase: 'paused', outage: null },
    [...leave(state, closeCodes.normal, 'hidden', 'hidden', now), record('paused', { hiddenMs })],
  ];
}
