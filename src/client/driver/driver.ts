import type { Effect } from '../../machine/effect.js';
import type { TimerName } from '../../machine/deadlines.js';
import type { MachineEvent } from '../../machine/event.js';
import { initialState, type HeartbeatState } from '../../machine/state.js';
import { transition } from '../../machine/transition.js';
import type { EventDetails, HeartbeatEvent, HeartbeatEventKind } from '../../protocol/events.js';
import type { AttemptPlan } from '../link/attempt.js';
import { createEventLog, type EventLog } from '../snapshot/eventLog.js';
import { createLink } from '../link/link.js';
import { createListeners, type Listeners } from '../listeners.js';
import { createNamedTimers } from './namedTimers.js';
import type { SocketConfig } from '../options.js';
import { createPublisher } from '../snapshot/publisher.js';
import { createSleepWatch } from './sleepWatch.js';
import type { ConnectionSnapshot, LastClose } from '../snapshot/snapshot.js';
import { createPageWatch } from './pageWatch.js';

/** Runs one machine against a real (or scripted) world. */
export interface Driver {
  /** Tells the machine a fact, carries out what it orders, and publishes what changed. */
  dispatch(event: MachineEvent): void;
  readonly state: HeartbeatState;
  readonly snapshot: ConnectionSnapshot;
  readonly log: EventLog;
  readonly messages: Listeners<[data: unknown, event: MessageEvent]>;
  readonly events: Listeners<[record: HeartbeatEvent]>;
  readonly bufferedAmount: number;
  readonly send: (data: unknown) => 'sent' | 'queued' | 'rejected';
}

/**
 * Makes a driver at rest: no timer, no socket.
 * @param publish is given each new snapshot
 */
export function createDriver(
  config: SocketConfig,
  plan: AttemptPlan,
  publish: (snapshot: ConnectionSnapshot) => void,
): Driver {
  const { machine, clock, random, outbox, messages: format } = config;
  const log = createEventLog(config.logCapacity);
  // A listener that throws must stop neither the others nor the heartbeat; one that throws at its own record, nothing.
  const threw = (error: unknown): void => record('listener.failed', { message: show(error) });
  const messages: Driver['messages'] = createListeners(threw);
  const events: Driver['events'] = createListeners(() => {});

  let state = initialState(machine);
  let lastClose: LastClose | null = null;

  const inbox: MachineEvent[] = [];
  let isBusy = false;
  const sleptMs = createSleepWatch(clock);

  const publisher = createPublisher(machine, state, clock, log, publish, () => link.heardAt());
  const fire = (timer: TimerName): void => dispatch({ type: 'timer.fired', timer, heardAt: link.heardAt() });
  const timers = createNamedTimers(clock, config.beatTimer ?? clock, fire);
  const watchPage = createPageWatch(config.page, (signal) => dispatch({ type: 'page.changed', signal }));
  if (config.beatTimer) config.beatTimer.onFallback = (message) => record('timer.fallback', { message });

  const link = createLink(config, plan, {
    state: () => state,
    isAskedSoon: () => publisher.isWaiting(),
    dispatch,
    // A hidden page's timers come once a minute, its messages at once: they keep the beat.
    heard: (at) => {
      if (timers.isOverdue('beat', at)) fire('beat');
    },
    message: (data, event) => {
      // A healthy connection keeps messages out of the machine: they cost it no step and no memory.
      if (state.phase === 'open' && state.pulse.missedInRow > 0) {
        dispatch({ type: 'peer.heard', socketId: state.socketId });
      }
      log.countMessageIn();
      countersChanged();
      const message = format ? convert('in', format.parse, data) : data;
      if (message !== NOTHING) messages.call(message, event);
    },
    invalid: (reason) => record('frame.invalid', { reason }),
    threw,
  });
  outbox?.attach({
    clock,
    transmit,
    probe: () => dispatch({ type: 'user.checked' }),
    changed: publishState,
    record: (kind, details) => record(kind, details),
    threw,
  });

  function dispatch(event: MachineEvent): void {
    // What came before this event must not be taken for an answer to what the event sends.
    link.heardAt();
    const gapMs = sleptMs();
    if (gapMs !== null && isWanted(state)) inbox.push({ type: 'clock.woke', gapMs });
    inbox.push(event);
    // An effect or a listener may come back with an event of its own: it waits until this one is done.
    if (isBusy) return;
    isBusy = true;
    for (let next = inbox.shift(); next; next = inbox.shift()) {
      const moment = { at: clock.now(), random: random() };
      const [after, effects] = transition(machine, state, next, moment);
      state = after;
      config.trace?.add({ ...moment, event: next, phase: after.phase });
      effects.forEach(perform);
    }
    isBusy = false;
    publishState();
  }

  function perform(effect: Effect): void {
    switch (effect.type) {
      case 'timer.start':
        return timers.start(effect.timer, effect.dueAt);
      case 'timer.cancel':
        return timers.cancel(effect.timer);
      case 'record':
        return record(effect.kind, effect.details);
      case 'socket.open':
        return link.open(effect);
      case 'socket.drop':
        return link.drop(effect.code, effect.reason);
      case 'auth.renew':
        return renewCredentials(effect.socketId);
      case 'ping.send':
        return link.sendPing(effect.id);
      case 'pong.send':
        return link.sendPong(effect.id);
      case 'hello.send':
        return link.sendHello(effect);
    }
  }

  function renewCredentials(socketId: number): void {
    new Promise((resolve) => resolve(config.onUnauthorized?.())).then(
      () => dispatch({ type: 'auth.renewed', socketId }),
      (error: unknown) => dispatch({ type: 'auth.rejected', socketId, message: show(error) }),
    );
  }

  function record<Kind extends HeartbeatEventKind>(kind: Kind, details: EventDetails[Kind]): void {
    const { gatewayId, connectionId } = link;
    const entry = log.append(kind, details, { at: clock.wallNow(), gatewayId, connectionId });
    if (entry.kind === 'connection.closed') {
      const { code, reason, wasClean, at } = entry;
      lastClose = { code, reason, wasClean, at };
    }
    countersChanged();
    outbox?.observe(entry);
    events.call(entry);
  }

  // At rest no timer is left behind, so the counters cannot wait for theirs; a step under way publishes at its end.
  function countersChanged(): void {
    if (hasTimers(state)) publisher.publishCountersSoon();
    else if (!isBusy) publisher.publishCounters();
  }

  function publishState(): void {
    // These two may come back with a step of its own, published before this goes on: the picture is taken after them.
    watchPage(isWanted(state), state.page);
    if (state.phase === 'closed') outbox?.close();
    const { connectionId, gatewayId } = link;
    const context = { heardAt: link.heardAt(), lastClose, connectionId, gatewayId, queued: outbox?.queued ?? 0 };
    publisher.publish(state, context, !hasTimers(state));
  }

  /** A message in its other form, or NOTHING and a record of why. */
  function convert(direction: 'in' | 'out', by: (message: unknown) => unknown, message: unknown): unknown {
    try {
      return by(message);
    } catch (error) {
      record('message.invalid', { direction, reason: show(error) });
      return NOTHING;
    }
  }

  function transmit(data: unknown): boolean {
    if (state.phase !== 'open' || !link.send(data)) return false;
    log.countMessageOut();
    countersChanged();
    return true;
  }

  return {
    dispatch,
    log,
    messages,
    events,
    get state() {
      return state;
    },
    get snapshot() {
      return publisher.snapshot;
    },
    get bufferedAmount() {
      return link.bufferedAmount;
    },
    send: (message) => {
      const data = format ? convert('out', format.serialize, message) : message;
      if (data === NOTHING) return 'rejected';
      if (outbox && state.phase !== 'closed') return outbox.send(data);
      return transmit(data) ? 'sent' : 'rejected';
    },
  };
}

const NOTHING = Symbol('no message');

/** A connection is wanted: from the first connect to the disconnect, whatever happens in between. */
const isWanted = ({ phase }: HeartbeatState): boolean => phase !== 'idle' && phase !== 'closed';

const hasTimers = (state: HeartbeatState): boolean => isWanted(state) && state.phase !== 'failed';

const show = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500);
