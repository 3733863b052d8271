import { deadlinesOf } from '../../dist/machine/deadlines.js';
import { resolveMachineConfig } from '../../dist/machine/options.js';
import { initialState } from '../../dist/machine/state.js';
import { TIMERS } from '../../dist/machine/timer.js';
import { transition } from '../../dist/machine/transition.js';

// Heartbeats are no part of a herd, and 10 000 of them a second would only cost time.
const config = resolveMachineConfig({ heartbeat: false });

/**
 * The real machine with a scripted world around it: open since long ago, its timers in the queue, its dials told to
 * `dialed`. `delayOf` may overrule the machine's retry delay; it is how schedules are compared.
 */
export function createClient({ queue, random, delayOf, dialed }) {
  const timers = new Map();
  let state = initialState(config);
  let now = 0;
  let wasLost = false;

  const setTimer = (timer, dueAt) => {
    timers.set(timer, dueAt);
    queue.push(Math.max(now, dueAt), (at) => {
      if (timers.get(timer) !== dueAt) return;
      timers.delete(timer);
      send({ type: 'timer.fired', timer, heardAt: -Infinity }, at);
    });
  };

  /** The delay of another schedule, put where the machine would have its own. */
  const overrule = ([next, effects], event) => {
    if (next.phase !== 'waiting' || (state.phase === 'waiting' && state.retryAt === next.retryAt))
      return [next, effects];
    const delayMs = delayOf({ attempt: next.attempt, code: event.code, isFirst: !wasLost, now });
    wasLost = true;
    if (delayMs === undefined) return [next, effects];
    const dueAt = now + Math.round(delayMs);
    return [{ ...next, retryAt: dueAt }, effects];
  };

  function send(event, at) {
    now = at;
    const [next, effects] = overrule(transition(config, state, event, { at, random: random() }), event);
    state = next;
    if (state.phase === 'open') wasLost = false;
    const deadlines = deadlinesOf(config, state);
    for (const timer of TIMERS) {
      const dueAt = deadlines[timer] ?? undefined;
      if (dueAt === timers.get(timer)) continue;
      timers.delete(timer);
      if (dueAt !== undefined) setTimer(timer, dueAt);
    }
    for (const effect of effects) if (effect.type === 'socket.open') dialed(client, effect.socketId, at);
  }

  const client = {
    send,
    get phase() {
      return state.phase;
    },
    get socketId() {
      return state.socketId;
    },
  };
  return client;
}
