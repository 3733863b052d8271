import { closeCodes } from '../protocol/closeCodes.js';
import { abandoned, dial, lose, rulesOf, startOutage } from './dial.js';
import { record, type Effect } from './effect.js';
import type { MachineEvent, Moment, RetryWindow } from './event.js';
import { closedRecord, drop, leave } from './leave.js';
import type { MachineConfig } from './options.js';
import { beat, judge, retime, revive, takePong, withIds } from './pulse.js';
import { after, type Reaction } from './reaction.js';
import { follow } from './settings.js';
import type { HeartbeatState, Open } from './state.js';

type TimerFired = Extract<MachineEvent, { type: 'timer.fired' }>;
/** What a peer may say on an open socket. */
export type FrameReceived = Extract<
  MachineEvent,
  { type: 'ping.received' | 'pong.received' | 'peer.heard' | 'drain.received' | 'settings.received' }
>;

/** A timer of an open connection fired. */
export function openTimer(config: MachineConfig, state: Open, event: TimerFired, now: Moment): Reaction {
  if (event.timer === 'stable') {
    return config.heartbeat ? [{ ...state, trust: 'awaiting-beat' }, []] : stable(state, now);
  }
  if (event.timer === 'leave') return leaveDraining(state, now);
  const rules = rulesOf(config, state);
  if (event.timer === 'beat') {
    const [pulse, effects] = beat(state.pulse, rules, now, event.heardAt);
    return [{ ...state, pulse }, effects];
  }
  const verdict = judge(state.pulse, rules, now, event.heardAt);
  if ('alive' in verdict) return [{ ...state, pulse: verdict.alive[0] }, verdict.alive[1]];
  const loss = abandoned('heartbeat-timeout');
  return after(
    [
      ...verdict.dead,
      drop(state, closeCodes.heartbeatTimeout, 'heartbeat timeout'),
      closedRecord(state, loss.code, '', false, loss.cause, now),
    ],
    lose(config, state, loss, now),
  );
}

/** A frame came in on an open connection. */
export function received(config: MachineConfig, state: Open, event: FrameReceived, now: Moment): Reaction {
  const alive = revive(state.pulse);
  switch (event.type) {
    case 'peer.heard':
      return [{ ...state, pulse: alive }, []];
    case 'ping.received': {
      const id = event.id;
      const details = id === undefined ? {} : { id };
      const answer: Effect[] = [{ type: 'pong.send', id }, record('pong.sent', details)];
      return [{ ...state, pulse: alive }, [record('ping.received', details), ...answer]];
    }
    case 'pong.received': {
      const { pulse, latency, rttMs } = takePong(state.pulse, state.latency, now.at, event.id);
      const said = record('pong.received', {
        ...(event.id === undefined ? {} : { id: event.id }),
        ...(rttMs === undefined ? {} : { rttMs: Math.round(rttMs * 10) / 10 }),
      });
      const next: Open = { ...state, pulse, latency };
      return after([said], state.trust === 'awaiting-beat' ? stable(next, now) : [next, []]);
    }
    case 'drain.received': {
      // Without reconnects the socket is used for as long as it is there.
      if (config.reconnect.maxAttempts === 0) return [{ ...state, pulse: alive }, []];
      const { hint, reason } = event;
      const leaveAt = instantIn(hint, now);
      const leaveInMs = Math.round(leaveAt - now.at);
      return [{ ...state, pulse: alive, leaveAt }, [record('drain.received', { ...hint, leaveInMs, reason })]];
    }
    case 'settings.received': {
      const [settings, changes] = follow(config, state.settings, event);
      if (!event.welcome) return withSettings({ ...state, pulse: alive }, settings, changes, now);
      const hello: Effect = { type: 'hello.send', attempt: state.attempt, previous: state.previous };
      return withSettings({ ...state, pulse: withIds(alive) }, settings, [hello, ...changes], now);
    }
  }
}

function stable(state: Open, now: Moment): Reaction {
  return [
    { ...state, trust: 'stable', attempt: 0, isRenewed: false },
    [record('stable', { openMs: Math.round(now.at - state.openedAt) })],
  ];
}

/** New timing, which a live connection beats by from now on. */
export function withSettings(
  state: HeartbeatState,
  settings: HeartbeatState['settings'],
  effects: readonly Effect[],
  now: Moment,
): Reaction {
  if (state.phase !== 'open') return [{ ...state, settings }, effects];
  return [{ ...state, settings, pulse: retime(state.pulse, settings, now) }, effects];
}

/** The time that a draining gateway gave us has come: a dial that costs no attempt, since nothing failed. */
function leaveDraining(state: Open, now: Moment): Reaction {
  const outage = startOutage('drain', closeCodes.restart, now);
  const before = leave(state, closeCodes.normal, 'drain', 'drain', now);
  return after(before, dial({ ...state, attempt: Math.max(1, state.attempt), outage }, now));
}

/** A random instant of a gateway's window, monotonic. */
export const instantIn = ({ afterMs, windowMs }: RetryWindow, { at, random }: Moment): number =>
  at + afterMs + Math.round(windowMs * random);
