import { unanswered } from '#advice';
import { deadlinesOf } from '../../machine/deadlines.js';
import type { Effect } from '../../machine/effect.js';
import type { MachineEvent } from '../../machine/event.js';
import type { MachineConfig } from '../../machine/options.js';
import { initialState, type HeartbeatState } from '../../machine/state.js';
import type { TimerName } from '../../machine/timer.js';
import { transition } from '../../machine/transition.js';
import type { HeartbeatEvent } from '../../protocol/events.js';
import { createListeners, type Listeners } from '../../protocol/listeners.js';
import { messageOf } from '../../protocol/messageOf.js';
import { createLink, type LinkConfig } from '../link/link.js';
import type { AttachedOutbox, Outbox } from '../optional/outbox.js';
import type { Trace } from '../optional/trace.js';
import type { MessageFormat } from '../optional/typedMessages.js';
import type { HeartbeatTimer } from '../optional/workerTimer.js';
import type { PageAdapter } from '../page.js';
import { report } from '../report.js';
import { ATTACH, type ConnectionFact, type PartPort } from '../part.js';
import { COUNTED, createTotals } from '../snapshot/counters.js';
import { createEventLog } from '../snapshot/eventLog.js';
import type { ConnectionSnapshot, OutboxCounts } from '../snapshot/snapshot.js';
import { createCredentials } from './credentials.js';
import { createNamedTimers } from './namedTimers.js';
import { createPageWatch } from './pageWatch.js';
import { createPublisher } from './publisher.js';
import { createSleepWatch } from './sleepWatch.js';

/** What a driver needs to know of the connection's options. */
export interface DriverConfig extends LinkConfig {
  readonly machine: MachineConfig;
  readonly page: PageAdapter;
  readonly random: () => number;
  readonly logCapacity: number;
  readonly onUnauthorized: () => void | Promise<void>;
  readonly messages: () => MessageFormat<unknown, unknown> | undefined;
  readonly outbox: Outbox | undefined;
  readonly trace: Trace | undefined;
  /** Times pings and verdicts; undefined: the clock does. */
  readonly timer: HeartbeatTimer | undefined;
}

/** Runs one machine against a real (or scripted) world. */
export interface Driver {
  /** Tells the machine what happened, carries out what it orders, and publishes what changed. */
  dispatch(event: MachineEvent): void;
  readonly state: HeartbeatState;
  readonly snapshot: ConnectionSnapshot;
  /** The last records of the log, oldest first. */
  readonly records: readonly HeartbeatEvent[];
  readonly onMessage: Listeners<[data: unknown, event: MessageEvent]>;
  readonly onFact: Listeners<[fact: ConnectionFact]>;
  readonly onRecord: Listeners<[record: HeartbeatEvent]>;
  readonly onConnected: Listeners<[connected: { readonly isReconnect: boolean }]>;
  readonly bufferedAmount: number;
  readonly send: (data: unknown) => 'sent' | 'queued' | 'rejected';
}

/**
 * Makes a driver at rest: no timer, no socket.
 * @param publish gets each new snapshot
 */
export function createDriver(config: DriverConfig, publish: (snapshot: ConnectionSnapshot) => void): Driver {
  const { machine, clock, random } = config;
  const totals = createTotals();
  const log = createEventLog(config.logCapacity);
  const onMessage: Driver['onMessage'] = createListeners(failed);
  const onFact: Driver['onFact'] = createListeners(failed);
  const onConnected: Driver['onConnected'] = createListeners(failed);
  // Not recorded: a listener that throws at the record of its own failure would be told of that for ever.
  const onRecord: Driver['onRecord'] = createListeners(report);

  let state = initialState(machine);
  const inbox: MachineEvent[] = [];
  let isBusy = false;
  const renewCredentials = createCredentials(config.onUnauthorized, dispatch);

  const port: PartPort = {
    clock,
    // What a socket takes that is closed right after it opened would be lost.
    transmit: (data) => state.phase === 'open' && state.isConfirmed && transmit(data),
    probe: () => dispatch({ type: 'user.checked' }),
    changed: () => publisher.publish(),
    isWanted: () => isWanted(state),
    canConfirm: () => state.heartbeat === 'answered' || state.heartbeat === 'unproven',
    tell,
    failed,
    guard,
  };
  let outbox: AttachedOutbox | undefined;
  const trace = config.trace?.[ATTACH](port);
  const timer = config.timer && (ATTACH in config.timer ? config.timer[ATTACH](port) : config.timer);
  const timers = createNamedTimers(clock, timer ?? clock, fire);
  const sleptMs = createSleepWatch(clock);
  const watchPage = createPageWatch(config.page, (signal) => dispatch({ type: 'page.changed', signal }));

  const link = createLink(config, {
    state: () => state,
    isSettledSoon: () => publisher.isWaiting(),
    dispatch,
    // A hidden page's timers come once a minute, its messages at once: they keep the heartbeat going.
    heard: (at) => {
      if (timers.isOverdue('ping', at)) fire('ping');
    },
    message: (data, event) => {
      // A healthy connection keeps messages out of the machine: they cost it no step and no memory.
      if (state.phase === 'open' && (state.missedInRow > 0 || !state.isConfirmed)) {
        dispatch({ type: 'peer.heard', socketId: state.socketId });
      }
      totals.messagesIn += 1;
      publisher.countersChanged();
      const format = config.messages();
      const message = format ? convert('in', format.parse, data) : data;
      if (message !== NOTHING) onMessage.call(message, event);
    },
    invalid: (reason) => tell({ kind: 'frame.invalid', details: { reason } }),
    failed,
  });
  const { lastHeard } = link;

  const publisher = createPublisher(
    {
      state: () => state,
      counters: totals,
      context: () => ({
        heardAt: lastHeard.at,
        maxAttempts: machine.reconnect.maxAttempts,
        connectionId: link.connectionId,
        gatewayId: link.gatewayId,
        canSend: config.outbox ? state.phase !== 'closed' && config.outbox.canHold : state.phase === 'open',
        outbox: config.outbox ? countsOf(config.outbox) : null,
      }),
      isAtRest: () => !isWanted(state) || state.phase === 'failed',
      settle: lastHeard.settle,
    },
    clock,
    publish,
  );

  function fire(name: TimerName): void {
    lastHeard.settle();
    const messageCount = totals.messagesIn + totals.messagesOut;
    const { bufferedAmount } = link;
    dispatch({ type: 'timer.fired', timer: name, heardAt: lastHeard.at, messageCount, bufferedAmount });
  }

  function dispatch(event: MachineEvent): void {
    // What came before this event must not be taken for an answer to what the event sends.
    lastHeard.settle();
    const gapMs = sleptMs();
    if (gapMs !== null && isWanted(state)) inbox.push({ type: 'clock.woke', gapMs });
    inbox.push(event);
    // An effect or a listener may come back with an event of its own: it waits until this one is done.
    if (isBusy) return;
    isBusy = true;
    for (let next = inbox.shift(); next; next = inbox.shift()) step(next);
    isBusy = false;
    if (isWanted(state)) attachOutbox();
    else if (state.phase === 'closed') detachOutbox();
    // This may come back with a step of its own, published before this goes on: the snapshot is taken after it.
    guard(() => watchPage(isWanted(state), state.page));
    publisher.publish();
  }

  /** From the first `connect` or `send` on: a component may make a socket that it never uses. */
  function attachOutbox(): void {
    outbox ??= config.outbox?.[ATTACH](port);
  }

  function detachOutbox(): void {
    outbox?.detach();
    outbox = undefined;
  }

  function step(event: MachineEvent): void {
    const moment = { at: clock.now(), random: random() };
    const [next, effects] = transition(machine, state, event, moment);
    state = next;
    timers.follow(deadlinesOf(machine, next));
    trace?.({ ...moment, event, phase: next.phase });
    for (const effect of effects) guard(() => perform(effect));
  }

  function perform(effect: Effect): void {
    switch (effect.type) {
      case 'record':
        return tell(effect);
      case 'socket.open':
        return link.open(effect);
      case 'socket.drop':
        return link.drop(effect.code, effect.reason);
      case 'auth.renew':
        return renewCredentials(effect.socketId);
      case 'dial.diagnose':
        return link.diagnose(effect.outageAt);
      case 'ping.send':
        return link.sendPing(effect.id);
      case 'pong.send':
        return link.sendPong(effect.id);
      case 'hello.send':
        return link.sendHello(effect);
    }
  }

  /** Parts hear of a fact before the app does, so that what the app does about it comes after it for them too. */
  function tell(fact: ConnectionFact): void {
    const { kind, details } = fact;
    // Before the outbox sends what it holds: a subscription comes before the messages that count on it.
    if (kind === 'connect.confirmed') onConnected.call({ isReconnect: details.isReconnect });
    if (kind === 'heartbeat.unanswered') unanswered();
    const counted = COUNTED[kind];
    if (counted) totals[counted] += 1;
    outbox?.told(fact);
    onFact.call(fact);
    const { gatewayId, connectionId } = link;
    onRecord.call(log.append(kind, details, { at: clock.wallNow(), gatewayId, connectionId }));
    if (!isBusy) publisher.countersChanged();
  }

  /** Nothing that the app, the platform or a part throws may stop the driver half-way. */
  function guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      failed(error);
    }
  }

  function failed(error: unknown): void {
    report(error);
    tell({ kind: 'listener.failed', details: { message: messageOf(error) } });
  }

  /** A message in its other form, or NOTHING and a record of why. */
  function convert(direction: 'in' | 'out', by: (message: unknown) => unknown, message: unknown): unknown {
    try {
      return by(message);
    } catch (error) {
      tell({ kind: 'message.invalid', details: { direction, reason: messageOf(error) } });
      return NOTHING;
    }
  }

  function transmit(data: unknown): boolean {
    if (state.phase !== 'open' || !link.send(data)) return false;
    totals.messagesOut += 1;
    publisher.countersChanged();
    return true;
  }

  return {
    dispatch,
    onMessage,
    onFact,
    onRecord,
    onConnected,
    get state() {
      return state;
    },
    get snapshot() {
      return publisher.snapshot;
    },
    get records() {
      return log.records;
    },
    get bufferedAmount() {
      return link.bufferedAmount;
    },
    send: (message) => {
      const format = config.messages();
      const data = format ? convert('out', format.serialize, message) : message;
      if (data === NOTHING) return 'rejected';
      if (state.phase !== 'closed') attachOutbox();
      try {
        return outbox ? outbox.send(data) : transmit(data) ? 'sent' : 'rejected';
      } catch (error) {
        tell({ kind: 'message.invalid', details: { direction: 'out', reason: messageOf(error) } });
        return 'rejected';
      }
    },
  };
}

const NOTHING = Symbol('no message');

const countsOf = ({ queuedCount, unconfirmedCount, droppedCount }: OutboxCounts): OutboxCounts => ({
  queuedCount,
  unconfirmedCount,
  droppedCount,
});

/** A connection is wanted: from the first connect to the disconnect, whatever happens in between. */
const isWanted = ({ phase }: HeartbeatState): boolean => phase !== 'idle' && phase !== 'closed';
