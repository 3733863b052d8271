import type { Effect } from '../../../src/machine/effect.js';
import type { MachineEvent } from '../../../src/machine/event.js';
import type { MachineConfig } from '../../../src/machine/options.js';
import type { HeartbeatState } from '../../../src/machine/state.js';
import { toStatus } from '../../../src/machine/status.js';
import { dueTimers } from './dueTimers.js';

/** The live sockets, as a driver would have them that does exactly what the machine orders. */
export type Sockets = ReadonlySet<number>;

/** Carries out the effects of one event; throws at an order that makes no sense with these sockets. */
export function carryOut(before: Sockets, event: MachineEvent, effects: readonly Effect[]): Sockets {
  const sockets = new Set(before);
  if (event.type === 'socket.closed' || event.type === 'socket.failed') sockets.delete(event.socketId);
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
      case 'record':
        break;
    }
    must(sockets.size <= 1, 'two live sockets');
  }
  return sockets;
}

/** The invariants of ARCHITECTURE.md, for one step. Throws at the first one that does not hold. */
export function checkInvariants(
  config: MachineConfig,
  before: HeartbeatState,
  event: MachineEvent,
  after: HeartbeatState,
  sockets: Sockets,
): void {
  const hasSocket = after.phase === 'open' || after.phase === 'dialing';
  must(sockets.size === (hasSocket ? 1 : 0), `${after.phase} with ${sockets.size} sockets`);
  must(!hasSocket || sockets.has(after.socketId), 'the live socket is not that of the state');

  const due = dueTimers(config, after);
  for (const { timer, at } of due) must(Number.isFinite(at), `timer ${timer} is due at ${at}`);
  const isAtRest = after.phase === 'idle' || after.phase === 'closed' || after.phase === 'failed';
  must(!isAtRest || due.length === 0, `a timer outlived ${before.phase}`);

  must(after.phase !== 'waiting' || due.some(({ timer }) => timer === 'retry'), 'a wait that never ends');
  must(after.phase !== 'dialing' || due.some(({ timer }) => timer === 'connect'), 'a dial that never ends');
  must(after.attempt <= Math.max(1, config.reconnect.maxAttempts), 'more attempts than allowed');
  must(after.phase !== 'closed' || before.phase === 'closed' || event.type === 'user.disconnected', 'closed unasked');
  must((after.phase === 'waiting') === 'retryAt' in after, 'a retry time without a wait');
  must(after.phase !== 'failed' || after.outage.lost, 'failed, and no record says so');
  must(after.phase !== 'open' || !after.isConfirmed || after.outage === null, 'open in an outage');
  must(toStatus(after).length > 0, 'no word for it');
}

function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
