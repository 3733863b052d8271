import { deadlinesOf, type TimerName } from '../../../src/machine/deadlines.js';
import type { Effect } from '../../../src/machine/effect.js';
import type { MachineEvent } from '../../../src/machine/event.js';
import type { MachineConfig } from '../../../src/machine/options.js';
import type { HeartbeatState } from '../../../src/machine/state.js';
import { toStatus } from '../../../src/machine/status.js';

/** The world as a driver would have it, were it to do exactly what the machine orders. */
export interface World {
  readonly sockets: ReadonlySet<number>;
  readonly timers: ReadonlyMap<TimerName, number>;
}

export const EMPTY_WORLD: World = { sockets: new Set(), timers: new Map() };

/** Carries the effects of one event out on a world; throws at an order that makes no sense there. */
export function carryOut(world: World, event: MachineEvent, effects: readonly Effect[]): World {
  const sockets = new Set(world.sockets);
  const timers = new Map(world.timers);
  if (event.type === 'socket.closed' || event.type === 'socket.failed') sockets.delete(event.socketId);
  if (event.type === 'timer.fired') timers.delete(event.timer);
  for (const effect of effects) {
    switch (effect.type) {
      case 'socket.open':
        sockets.add(effect.socketId);
        break;
      case 'socket.drop':
        must(sockets.delete(effect.socketId), 'a socket that is not there was dropped');
        break;
      case 'ping.send':
      case 'pong.send':
      case 'hello.send':
        must(sockets.size === 1, `${effect.type} without a socket`);
        break;
      case 'timer.start':
        must(Number.isFinite(effect.dueAt), `timer ${effect.timer} is due at ${effect.dueAt}`);
        timers.set(effect.timer, effect.dueAt);
        break;
      case 'timer.cancel':
        must(timers.delete(effect.timer) || event.type === 'timer.fired', `timer ${effect.timer} was not running`);
        break;
      case 'record':
        break;
    }
    must(sockets.size <= 1, 'two live sockets');
  }
  return { sockets, timers };
}

/** The invariants of ARCHITECTURE.md, for one step. Throws at the first one that does not hold. */
export function checkInvariants(
  config: MachineConfig,
  before: HeartbeatState,
  event: MachineEvent,
  after: HeartbeatState,
  world: World,
): void {
  const hasSocket = after.phase === 'open' || after.phase === 'dialing';
  must(world.sockets.size === (hasSocket ? 1 : 0), `${after.phase} with ${world.sockets.size} sockets`);
  must(!hasSocket || world.sockets.has(after.socketId), 'the live socket is not the state’s');

  const due = Object.entries(deadlinesOf(config, after));
  must(due.length === world.timers.size, `${after.phase} runs ${[...world.timers.keys()].join(', ')}`);
  for (const [timer, dueAt] of due) {
    must(world.timers.get(timer as TimerName) === dueAt, `timer ${timer} is not set to its deadline`);
  }
  const isAtRest = after.phase === 'idle' || after.phase === 'closed' || after.phase === 'failed';
  must(!isAtRest || world.timers.size === 0, `a timer outlived ${before.phase}`);

  must(after.attempt <= Math.max(1, config.reconnect.maxAttempts), 'more attempts than allowed');
  must(after.phase !== 'closed' || before.phase === 'closed' || event.type === 'user.disconnected', 'closed unasked');
  must((after.phase === 'waiting') === 'retryAt' in after, 'a retry time without a wait');
  must(after.phase !== 'failed' || after.outage.lost, 'failed, and nobody is told');
  must(after.phase !== 'open' || after.outage === null, 'open in an outage');
  must(toStatus(after).length > 0, 'no word for it');
}

function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
