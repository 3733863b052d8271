import * as closeCodes from '../protocol/closeCodes.js';
import { deadlinesOf } from './deadlines.js';
import { askWhy, diagnosed } from './phases/diagnosis.js';
import { connected, dial, drop, leave, redial } from './phases/dial.js';
import type { Effect } from './effect.js';
import type { MachineEvent, Moment, PhaseEvent } from './event.js';
import { ignore } from './phases/ignore.js';
import { retime } from './phases/liveness.js';
import { abandoned, fail, impossible, lose, lossOf, lost } from './phases/loss.js';
import { whileOpen } from './phases/open.js';
import { LATE_MS, type MachineConfig } from './options.js';
import { pageChanged, pause, woke } from './phases/presence.js';
import { configure } from './settings.js';
import { sessionOf, type Authorizing, type Dialing, type HeartbeatState } from './state.js';
import { msSince, record, type Step } from './step.js';

/** The next state, and what to do about it, in order. */
export type Transition = readonly [HeartbeatState, readonly Effect[]];

/** Within this time, a second `reconnect()` is taken to mean the dial that the first one started. */
const SAME_REQUEST_MS = 1_000;

/** The heartbeat state machine: pure, total, and without a clock. It never throws. */
export function transition(config: MachineConfig, state: HeartbeatState, event: MachineEvent, now: Moment): Transition {
  const step: Step = { config, at: now.at, random: now.random, effects: [] };
  return [react(state, event, step), step.effects];
}

/** What the app, the page and the clock do comes first: it means the same in most phases. The rest is the phase's. */
function react(state: HeartbeatState, event: MachineEvent, step: Step): HeartbeatState {
  if ('socketId' in event && event.socketId !== state.socketId) return ignore(state, event, step);
  switch (event.type) {
    case 'user.connected':
      return state.phase === 'failed' || isAtRest(state) ? reconnect(state, step) : ignore(state, event, step);
    case 'user.reconnected':
      return reconnect(state, step);
    case 'user.disconnected':
      return { ...leave(state, event.code, event.reason, 'manual', step), phase: 'closed', attempt: 0, outage: null };
    case 'user.configured': {
      if (!step.config.heartbeat) return ignore(state, event, step);
      const changed = { ...state, settings: configure(state.settings, event.timing, step) };
      return changed.phase === 'open' ? retime(changed, step) : changed;
    }
    case 'page.changed':
      return pageChanged(state, event.signal, step);
    case 'clock.woke':
      return woke(state, event.gapMs, step);
    case 'dial.diagnosed':
      return diagnosed(state, event, step);
    case 'timer.fired':
      return fired(state, event, step);
    default:
      return inPhase(state, event, step);
  }
}

function fired(state: HeartbeatState, event: Extract<PhaseEvent, { type: 'timer.fired' }>, step: Step): HeartbeatState {
  const { timer } = event;
  const { outage } = state;
  // The timer was set for another state, and fired before the driver could stop it.
  if ((deadlinesOf(step.config, state)[timer] ?? null) === null) return ignore(state, event, step);
  if (timer === 'pause') return pause(state, step);
  if (outage && timer === 'diagnose') return { ...state, outage: askWhy(outage, step) };
  if (outage && timer === 'lost') return { ...state, outage: lost({ ...state, outage }, step) };
  return inPhase(state, event, step);
}

function inPhase(state: HeartbeatState, event: PhaseEvent, step: Step): HeartbeatState {
  switch (state.phase) {
    case 'open':
      return whileOpen(state, event, step);
    case 'dialing':
      return whileDialing(state, event, step);
    case 'authorizing':
      return whileAuthorizing(state, event, step);
    case 'waiting':
      return event.type === 'timer.fired' ? dial(state, step) : ignore(state, event, step);
    case 'failed':
      // A person who signs in later than `authTimeoutMs` has signed in all the same.
      return event.type === 'auth.renewed' ? dial({ ...state, attempt: 1 }, step) : ignore(state, event, step);
    default:
      return ignore(state, event, step);
  }
}

function whileDialing(state: Dialing, event: PhaseEvent, step: Step): HeartbeatState {
  switch (event.type) {
    case 'socket.opened':
      return connected(state, step);
    case 'socket.failed':
      return lose(state, event.isFinal ? impossible(event.message) : abandoned('connect-error', event.message), step);
    case 'socket.closed':
      return lose(state, lossOf(event, true), step);
    case 'timer.fired': {
      const lateMs = msSince(state.startedAt + step.config.connectTimeoutMs, step);
      if (lateMs >= LATE_MS && !state.isExtended) {
        // The computer slept during the attempt, so the attempt gets its time again.
        record(step, 'clock.late', { lateMs });
        return { ...state, startedAt: step.at, isExtended: true };
      }
      drop(state, closeCodes.normal, 'connect-timeout', step);
      return lose(state, { ...abandoned('connect-timeout'), mayBeHeld: event.canHoldDials }, step);
    }
    default:
      return ignore(state, event, step);
  }
}

function whileAuthorizing(state: Authorizing, event: PhaseEvent, step: Step): HeartbeatState {
  switch (event.type) {
    case 'auth.renewed':
      record(step, 'auth.renewed', { tookMs: msSince(state.startedAt, step) });
      return dial(state, step);
    case 'auth.rejected':
    case 'timer.fired':
      record(step, 'auth.rejected', { message: event.type === 'timer.fired' ? 'timed out' : event.message });
      return fail({ ...sessionOf(state), outage: state.outage }, true, step);
    default:
      return ignore(state, event, step);
  }
}

const isAtRest = ({ phase }: HeartbeatState): boolean => phase === 'idle' || phase === 'closed' || phase === 'paused';

function reconnect(before: HeartbeatState, step: Step): HeartbeatState {
  const { page } = before;
  // A hidden page gets its full time before it is paused.
  const state = page.hiddenAt === null ? before : { ...before, page: { ...page, hiddenAt: step.at } };
  if (isAtRest(state)) return dial({ ...state, attempt: 0, outage: null, isRenewed: false }, step);
  // A dial with the old credentials would be refused again, so the dial waits until the refresh is done.
  if (state.phase === 'authorizing') return { ...state, attempt: 1 };
  return state.phase === 'dialing' && step.at - state.startedAt < SAME_REQUEST_MS
    ? { ...state, attempt: Math.min(state.attempt, 1) }
    : redial(state, step);
}
