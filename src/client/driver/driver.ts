import { told } from '#advice';
import { deadlinesOf } from '../../machine/deadlines.js';
import type { Effect } from '../../machine/effect.js';
import type { MachineEvent } from '../../machine/event.js';
import type { MachineConfig } from '../../machine/options.js';
import { initialState, isWanted, type HeartbeatState } from '../../machine/state.js';
import type { TimerName } from '../../machine/timer.js';
import { transition } from '../../machine/transition.js';
import type { ConnectionFact, HeartbeatEvent } from '../../protocol/events.js';
import { createListeners, guard, type Listeners } from '../../protocol/listeners.js';
import { messageOf } from '../../protocol/messageOf.js';
import { createLink, type Link, type LinkConfig } from '../link/link.js';
import type { AttachedOutbox, Outbox } from '../optional/outbox.js';
import type { Telemetry } from '../optional/sendRecords.js';
import type { Trace } from '../optional/trace.js';
import type { MessageFormat } from '../optional/typedMessages.js';
import type { HeartbeatTimer } from '../optional/workerTimer.js';
import type { PageAdapter } from '../page.js';
import { report } from '../report.js';
import { ATTACH, type PartPort, type SendResult } from '../part.js';
import { COUNTED, createTotals } from '../snapshot/counters.js';
import { createEventLog, type EventLog } from '../snapshot/eventLog.js';
import type { ConnectionStore } from '../snapshot/store.js';
import { canHoldDials } from '../url.js';
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
  readonly options: LinkConfig['options'] & {
    readonly onUnauthorized?: (() => void | Promise<void>) | undefined;
    readonly messages?: MessageFormat<unknown, unknown> | undefined;
    readonly outbox?: Outbox | undefined;
    readonly trace?: Trace | undefined;
    readonly telemetry?: Telemetry | undefined;
  };
  /** Times pings and verdicts. */
  readonly timer: HeartbeatTimer;
}

/** Runs one machine against a real (or scripted) world. */
export interface Driver {
  /** Tells the machine what happened, carries out what it orders, and publishes what changed. */
  dispatch(event: MachineEvent): void;
  /** All listeners are let go of after the next event, which is the end: a listener that asks for it is told that too. */
  readonly release: () => void;
  readonly state: HeartbeatState;
  readonly store: ConnectionStore;
  readonly log: Pick<EventLog, 'records'>;
  readonly link: Pick<Link, 'bufferedAmount'>;
  readonly onMessage: Listeners<[data: unknown, event: MessageEvent]>;
  readonly onFact: Listeners<[fact: ConnectionFact]>;
  readonly onRecord: Listeners<[record: HeartbeatEvent]>;
  readonly onConnected: Listeners<[connected: { readonly isReconnect: boolean }]>;
  readonly send: (data: unknown) => SendResult;
}

/** From this size on, in bytes, a message counts as long: it takes a noticeable part of a second on a slow path. */
const LONG_MESSAGE = 65_536;
const isLong = (data: unknown): boolean => {
  const of = data as { length?: number; byteLength?: number; size?: number } | null | undefined;
  return (of?.length ?? of?.byteLength ?? of?.size ?? 0) >= LONG_MESSAGE;
};

/** Makes a driver at rest: no timer, no socket. */
export function createDriver(config: DriverConfig): Driver {
  const { machine, clock, random, options } = config;
  const totals = createTotals();
  const log = createEventLog(config.logCapacity);
  const onMessage: Driver['onMessage'] = createListeners(failed);
  const onFact: Driver['onFact'] = createListeners(failed);
  const onConnected: Driver['onConnected'] = createListeners(failed);
  // This is not recorded: a listener that throws at the record of its own failure would get such records without end.
  const onRecord: Driver['onRecord'] = createListeners(report);

  let state = initialState(machine);
  const inbox: MachineEvent[] = [];
  let isBusy = false;
  let isReleased = false;
  /** When the app sent a message that no message from the other side has followed yet; −Infinity for none. */
  let askedAt = -Infinity;
  /** When a long message last came or went; −Infinity for never. */
  let longAt = -Infinity;
  const renewCredentials = createCredentials(
    () => options.onUnauthorized?.(),
    dispatch,
    clock.now,
    machine.authTimeoutMs,
  );

  const port: PartPort = {
    clock,
    state: () => state,
    dispatch,
    transmit,
    changed: () => publisher.publish(),
    tell,
    failed,
    guard: (run) => guard(failed, run),
  };
  let chosenOutbox = options.outbox;
  let outbox: AttachedOutbox | undefined;
  const trace = options.trace?.[ATTACH](port);
  const timer = ATTACH in config.timer ? config.timer[ATTACH](port) : config.timer;
  const followTimers = createNamedTimers(clock, timer, fire);
  const sleptMs = createSleepWatch(clock);
  // Records go home over the same socket.
  const wired = options.telemetry?.[ATTACH](port, config, onRecord) ?? config;
  const watchPage = createPageWatch(wired.page, (signal) => dispatch({ type: 'page.changed', signal }));
  const link = createLink(wired, {
    state: () => state,
    isSettledSoon: () => publisher.isWaiting(),
    dispatch,
    // A hidden page's timers come once a minute, its messages at once: they keep the heartbeat going.
    heard: (at) => {
      if (state.phase === 'open' && at >= (state.pingAt ?? Infinity)) fire('ping');
    },
    message: (data, event) => {
      // On a healthy connection, messages bypass the machine, so that they cost no step and no memory.
      if (state.phase === 'open' && (state.missedInRow > 0 || !state.isConfirmed)) {
        dispatch({ type: 'peer.heard', socketId: state.socketId });
      }
      totals.messagesIn += 1;
      askedAt = -Infinity;
      if (isLong(data)) longAt = clock.now();
      publisher.countersChanged();
      const { messages } = options;
      try {
        onMessage.call(messages ? messages.parse(data) : data, event);
      } catch (error) {
        refuse('in', error);
      }
    },
    tell,
    failed,
  });
  const { lastHeard } = link;

  const publisher = createPublisher(
    {
      state: () => state,
      counters: totals,
      context: () => ({
        ...link.ids,
        notice: link.notice,
        heardAt: lastHeard.settle(),
        maxAttempts: machine.reconnect.maxAttempts,
        canSend: chosenOutbox
          ? state.phase !== 'closed' && (outbox?.canSend ?? chosenOutbox.canHold)
          : state.phase === 'open',
        outbox: null,
        ...chosenOutbox?.facts,
      }),
    },
    clock,
    failed,
  );

  function fire(name: TimerName): void {
    const { bufferedAmount } = link;
    const talkedAt = Math.max(askedAt, longAt);
    const heardAt = lastHeard.settle();
    dispatch({ type: 'timer.fired', timer: name, heardAt, talkedAt, bufferedAmount, canHoldDials: canHoldDials() });
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
    for (let next = inbox.shift(); next; next = inbox.shift()) guard(failed, step, next);
    isBusy = false;
    if (isReleased) {
      onMessage.clear();
      onRecord.clear();
      onConnected.clear();
    }
    if (isWanted(state)) attachOutbox();
    // A listener may cause another step, which is published before this one goes on. So the snapshot is taken
    // afterwards.
    guard(failed, () => watchPage(isWanted(state), state.page));
    guard(failed, publisher.publish);
  }

  /** From the first `connect` or `send` on: a component may make a socket that it never uses. */
  function attachOutbox(): void {
    if (outbox) return;
    chosenOutbox = options.outbox;
    outbox = chosenOutbox?.[ATTACH](port);
  }

  /** The app has ended the connection: nothing of it stays behind. */
  function end(): void {
    outbox?.detach();
    outbox = undefined;
    link.stopAsking();
  }

  function step(event: MachineEvent): void {
    const moment = { at: clock.now(), random: random() };
    const [next, effects] = transition(machine, state, event, moment);
    state = next;
    guard(failed, followTimers, deadlinesOf(machine, next));
    trace?.({ ...moment, event, phase: next.phase });
    for (const effect of effects) guard(failed, perform, effect);
    if (event.type === 'user.disconnected') end();
  }

  /** @returns what failed, which may be a promise: what it rejects with is told too */
  function perform(effect: Effect): unknown {
    if (effect.type === 'record') tell(effect);
    else if (effect.type === 'auth.renew') renewCredentials(effect.socketId);
    else if (effect.type !== 'app.failed') link.perform(effect);
    else {
      failed(effect.error);
      return effect.error;
    }
    return undefined;
  }

  /** Parts are told a fact before the app is, so that for them, too, whatever the app does about it comes later. */
  function tell(fact: ConnectionFact): void {
    const { kind, details } = fact;
    // Before the outbox sends what it holds: a subscription comes before the messages that count on it.
    if (kind === 'connect.confirmed') onConnected.call({ isReconnect: details.isReconnect });
    told(kind);
    const counted = COUNTED[kind];
    if (counted) totals[counted] += 1;
    outbox?.told(fact);
    onFact.call(fact);
    onRecord.call(log.append(kind, details, { at: clock.wallNow(), ...link.ids }));
    if (!isBusy) publisher.countersChanged();
  }

  /** What the app, the platform or a part throws is told, and does not stop the driver half-way. */
  function failed(error: unknown): void {
    report(error);
    tell({ kind: 'listener.failed', details: { message: messageOf(error) } });
  }

  /** A message that its format, or the socket, does not take. */
  function refuse(direction: 'in' | 'out', error: unknown): 'rejected' {
    tell({ kind: 'message.invalid', details: { direction, reason: messageOf(error) } });
    return 'rejected';
  }

  function transmit(data: unknown): boolean {
    if (state.phase !== 'open' || !link.send(data)) return false;
    totals.messagesOut += 1;
    askedAt = clock.now();
    if (isLong(data)) longAt = askedAt;
    publisher.countersChanged();
    return true;
  }

  return {
    dispatch,
    release: () => {
      isReleased = true;
    },
    onMessage,
    onFact,
    onRecord,
    onConnected,
    get state() {
      return state;
    },
    store: publisher.store,
    log,
    link,
    send: (message) => {
      const { messages } = options;
      try {
        const data = messages ? messages.serialize(message) : message;
        if (state.phase !== 'closed') attachOutbox();
        return outbox ? outbox.send(data) : transmit(data) ? 'sent' : 'rejected';
      } catch (error) {
        return refuse('out', error);
      }
    },
  };
}
