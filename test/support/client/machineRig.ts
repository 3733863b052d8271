import type { Effect } from '../../../src/machine/effect.js';
import type { MachineEvent } from '../../../src/machine/event.js';
import { resolveMachineConfig, type MachineOptions } from '../../../src/machine/options.js';
import { initialState, type HeartbeatState } from '../../../src/machine/state.js';
import { toStatus, type ConnectionStatus } from '../../../src/machine/status.js';
import type { RetryWindow } from '../../../src/protocol/frames.js';
import type { TimerName } from '../../../src/machine/timer.js';
import { transition } from '../../../src/machine/transition.js';
import { dueTimers, type DueTimer } from './dueTimers.js';

type Recorded = Extract<Effect, { type: 'record' }>;
type RecordedKind = Recorded['kind'];

/** A machine with a hand on its clock: events come when the test says, timers fire when they are due. */
export interface MachineRig {
  /** What every draw gives, from now on. */
  random: number;
  /** When the application last talked, and bytes that wait to be sent, as the timers see them. */
  talkedAt: number;
  bufferedAmount: number;
  /** As in Firefox; see `timer.fired`. */
  canHoldDials: boolean;
  readonly state: HeartbeatState;
  readonly status: ConnectionStatus;
  readonly now: number;
  /** The effects of the last event, but for records. */
  readonly orders: readonly Effect[];
  /** How often the server was to be asked why. */
  readonly asked: number;
  /** Kinds of all records so far. */
  readonly kinds: readonly RecordedKind[];
  send(event: MachineEvent): MachineRig;
  /** Lets time pass; timers fire in order, on time. */
  advance(ms: number, heardAt?: number): MachineRig;
  /** Lets time pass with the thread blocked: what fell due fires afterwards, late. */
  block(ms: number, heardAt?: number): MachineRig;
  /** Dials, opens and is confirmed. */
  opened(): MachineRig;
  /** The dial under way opens, and is confirmed at once; its first ping stays unanswered. */
  open(): MachineRig;
  /** What all records of a kind say. */
  said(kind: RecordedKind): unknown[];
}

export function createMachineRig(
  options: MachineOptions = {},
  random = 0,
  canReauthorize = false,
  heartbeat: HeartbeatState['heartbeat'] = 'answered',
): MachineRig {
  const config = resolveMachineConfig(options, () => canReauthorize);
  let state: HeartbeatState = { ...initialState(config), heartbeat: config.heartbeat ? heartbeat : 'off' };
  let now = 0;
  let orders: Effect[] = [];
  let askedCount = 0;
  const records: Recorded[] = [];

  /** As the driver does: what is sent is recorded. */
  const recordsOf = (effects: readonly Effect[]): Recorded[] =>
    effects.flatMap((effect): Recorded[] => {
      if (effect.type === 'record') return [effect];
      const { type } = effect;
      return type === 'ping.send' || type === 'pong.send'
        ? [{ type: 'record', kind: type === 'ping.send' ? 'ping.sent' : 'pong.sent', details: { id: effect.id } }]
        : [];
    });

  const send = (event: MachineEvent): MachineRig => {
    const [next, effects] = transition(config, state, event, { at: now, random: rig.random });
    state = next;
    orders = effects.filter(({ type }) => type !== 'record');
    askedCount += effects.filter(({ type }) => type === 'dial.diagnose').length;
    records.push(...recordsOf(effects));
    return rig;
  };
  const fire = (timer: TimerName, heardAt: number): MachineRig => {
    const { talkedAt, bufferedAmount, canHoldDials } = rig;
    return send({ type: 'timer.fired', timer, heardAt, talkedAt, bufferedAmount, canHoldDials });
  };
  const due = (): DueTimer | undefined => dueTimers(config, state).toSorted((a, b) => a.at - b.at)[0];

  const rig: MachineRig = {
    random,
    talkedAt: -Infinity,
    bufferedAmount: 0,
    canHoldDials: false,
    send,
    advance: (ms, heardAt = -Infinity) => {
      const until = now + ms;
      for (let next = due(); next && next.at <= until; next = due()) {
        now = Math.max(now, next.at);
        fire(next.timer, heardAt);
      }
      now = until;
      return rig;
    },
    block: (ms, heardAt = -Infinity) => {
      now += ms;
      for (let next = due(); next && next.at <= now; next = due()) {
        fire(next.timer, heardAt);
      }
      return rig;
    },
    opened: () => {
      send({ type: 'user.connected' });
      return rig.open();
    },
    open: () => {
      send({ type: 'socket.opened', socketId: state.socketId });
      const opening = orders;
      fire('confirm', -Infinity);
      orders = opening;
      return rig;
    },
    said: (kind) => records.filter((entry) => entry.kind === kind).map(({ details }) => details),
    get state() {
      return state;
    },
    get status() {
      return toStatus(state);
    },
    get now() {
      return now;
    },
    get orders() {
      return orders;
    },
    get asked() {
      return askedCount;
    },
    get kinds() {
      return records.map(({ kind }) => kind);
    },
  };
  return rig;
}

/** The socket of the state closes, as it does for the platform: only 1006 is no clean end. */
export const closed = (rig: MachineRig, code = 1006, hint?: RetryWindow): MachineRig =>
  rig.send({ type: 'socket.closed', socketId: rig.state.socketId, code, reason: '', wasClean: code !== 1006, hint });

/** The other side answers a ping. */
export const pong = (rig: MachineRig, id?: number): MachineRig =>
  rig.send({ type: 'pong.received', socketId: rig.state.socketId, id });
