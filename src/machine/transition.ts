import { closeCodes } from '../protocol/closeCodes.js';
import { instantIn, openTimer, received, withSettings } from './alive.js';
import { deadlinesOf, timerChanges } from './deadlines.js';
import { abandoned, dial, fail, lose, lossOf, open } from './dial.js';
import { record, type Effect } from './effect.js';
import type { MachineEvent, Moment } from './event.js';
import { closedRecord, drop, leave, redial } from './leave.js';
import { LATE_MS, type MachineConfig } from './options.js';
import { look, pageChanged, pause, woke } from './presence.js';
import { after, type Reaction } from './reaction.js';
import { configure } from './settings.js';
import { sessionOf, type Dialing, type HeartbeatState } from './state.js';

/** The next state, and what to do about it, in order. */
export type Step = readonly [HeartbeatState, readonly Effect[]];

/** Within this long a second `reconnect()` means the dial that the first one started. */
const SAME_REQUEST_MS = 1_000;

/**
 * The heartbeat state machine: pure, total, and without a clock. It never throws, and an event that means nothing in
 * the present state changes nothing and says so in the log.
 */
export function transition(config: MachineConfig, state: HeartbeatState, event: MachineEvent, now: Moment): Step {
  const [next, effects] = react(config, state, event, now);
  const changes = timerChanges(deadlinesOf(config, state), deadlinesOf(config, next));
  return [next, changes.length === 0 ? effects : [...effects, ...changes]];
}

function react(config: MachineConfig, state: HeartbeatState, event: MachineEvent, now: Moment): Reaction {
  if ('socketId' in event && event.socketId !== state.socketId) return ignore(state, event);
  switch (event.type) {
    case 'user.connected':
      if (state.phase === 'failed') return redial(state, now);
      return isAtRest(state) ? start(state, now) : ignore(state, event);
    case 'user.reconnected':
      return reconnect(state, now);
    case 'user.disconnected':
      return disconnect(state, event.code, event.reason, now);
    case 'user.configured': {
      if (!config.heartbeat) return ignore(state, event);
      const [settings, changes] = configure(state.settings, event.timing);
      return withSettings(state, settings, changes, now);
    }
    case 'user.checked':
      return state.phase === 'open' ? look(config, state, 'check', now) : ignore(state, event);
    case 'page.changed':
      return pageChanged(config, state, event.signal, now);
    case 'clock.woke':
      return woke(config, state, event.gapMs, now);
    case 'auth.renewed':
      return state.phase === 'authorizing'
        ? after([record('auth.renewed', { tookMs: Math.round(now.at - state.startedAt) })], dial(state, now))
        : ignore(state, event);
    case 'auth.rejected':
      return state.phase === 'authorizing'
        ? after([record('auth.rejected', { message: event.message })], fail(state, true, now))
        : ignore(state, event);
    case 'socket.opened':
      return state.phase === 'dialing' ? open(config, state, now) : ignore(state, event);
    case 'socket.closed':
      return closed(config, state, event, now);
    case 'socket.failed': {
      if (state.phase !== 'dialing') {
        return closed(config, state, { ...event, type: 'socket.closed', code: 1006, reason: '', wasClean: false }, now);
      }
      const { attempt } = state;
      const said = record('connect.failed', { attempt, cause: 'connect-error', message: event.message });
      return after([said], lose(config, state, abandoned('connect-error'), now));
    }
    case 'timer.fired':
      return fired(config, state, event, now);
    case 'ping.received':
    case 'pong.received':
    case 'peer.heard':
    case 'drain.received':
    case 'settings.received':
      return state.phase === 'open' ? received(config, state, event, now) : ignore(state, event);
  }
}

type SocketClosed = Extract<MachineEvent, { type: 'socket.closed' }>;
type TimerFired = Extract<MachineEvent, { type: 'timer.fired' }>;

function fired(config: MachineConfig, state: HeartbeatState, event: TimerFired, now: Moment): Reaction {
  const { timer } = event;
  if (deadlinesOf(config, state)[timer] === undefined) return ignore(state, event);
  if (timer === 'lost' && state.outage) {
    const { cause, since } = state.outage;
    const said = record('lost', { cause, downMs: Math.round(now.at - since) });
    return [{ ...state, outage: { ...state.outage, lost: true } }, [said]];
  }
  if (timer === 'pause') return pause(state, now);
  switch (state.phase) {
    case 'waiting':
      return dial(state, now);
    case 'authorizing':
      return after([record('auth.rejected', { message: 'timed out' })], fail(state, true, now));
    case 'dialing':
      return connectTimedOut(config, state, now);
    case 'open':
      return openTimer(config, state, event, now);
    default:
      return ignore(state, event);
  }
}

function connectTimedOut(config: MachineConfig, state: Dialing, now: Moment): Reaction {
  const lateMs = Math.round(now.at - state.startedAt - config.connectTimeoutMs);
  // The attempt slept with us: it gets its time again.
  if (lateMs >= LATE_MS) return [{ ...state, startedAt: now.at }, [record('clock.late', { lateMs })]];
  const cause = 'connect-timeout';
  return after(
    [drop(state, closeCodes.normal, cause), record('connect.failed', { attempt: state.attempt, cause })],
    lose(config, state, abandoned(cause), now),
  );
}

function closed(config: MachineConfig, state: HeartbeatState, event: SocketClosed, now: Moment): Reaction {
  const { code, reason, wasClean, hint } = event;
  if (state.phase !== 'open' && state.phase !== 'dialing') return ignore(state, event);
  const loss = lossOf(code, state.phase === 'dialing');
  const said =
    state.phase === 'open'
      ? closedRecord(state, code, reason, wasClean, loss.cause, now)
      : record('connect.failed', { attempt: state.attempt, cause: loss.cause, message: `closed with ${code}` });
  // A draining gateway told us when to be back, before it closed or as it did.
  const retryAt = (state.phase === 'open' && state.leaveAt) || (hint && instantIn(hint, now));
  return after([said], lose(config, state, loss, now, retryAt || undefined));
}

const isAtRest = ({ phase }: HeartbeatState): boolean => phase === 'idle' || phase === 'closed' || phase === 'paused';

/** A first dial, asked for by the app: even a hidden page is given its whole time. */
function start(state: HeartbeatState, now: Moment): Reaction {
  const hiddenAt = state.page.hiddenAt === null ? null : now.at;
  const fresh = { attempt: 0, outage: null, isRenewed: false, page: { ...state.page, hiddenAt } };
  return dial({ ...sessionOf(state), ...fresh, phase: 'idle' }, now);
}

function reconnect(state: HeartbeatState, now: Moment): Reaction {
  if (isAtRest(state)) return start(state, now);
  if (state.phase === 'dialing' && now.at - state.startedAt < SAME_REQUEST_MS) {
    return [{ ...state, attempt: Math.min(state.attempt, 1) }, []];
  }
  return redial(state, now);
}

function disconnect(state: HeartbeatState, code: number, reason: string, now: Moment): Reaction {
  if (state.phase === 'idle') return [state, []];
  return [
    { ...sessionOf(state), phase: 'closed', attempt: 0, outage: null },
    leave(state, code, reason, 'manual', now),
  ];
}

const ignore = (state: HeartbeatState, event: MachineEvent): Reaction => [
  state,
  [record('event.ignored', { event: event.type, status: state.phase })],
];
