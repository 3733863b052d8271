import type { Effect } from '../machine/effect.js';
import type { TimerName } from '../machine/deadlines.js';
import type { MachineEvent } from '../machine/event.js';
import { initialState, type HeartbeatState } from '../machine/state.js';
import { transition } from '../machine/transition.js';
import type { EventDetails, HeartbeatEvent, HeartbeatEventKind } from '../protocol/events.js';
import type { Classified } from '../protocol/codec.js';
import { parseCloseHint } from '../protocol/closeHint.js';
import { encodeFrame } from '../protocol/frames.js';
import { startAttempt, type AttemptPlan } from './attempt.js';
import { createEventLog, type EventLog } from './eventLog.js';
import { keepShallow } from './keepShallow.js';
import { createListeners, type Listeners } from './listeners.js';
import { createNamedTimers } from './namedTimers.js';
import type { SocketConfig } from './options.js';
import { idleSnapshot, projectSnapshot } from './projectSnapshot.js';
import type { ConnectionSnapshot, LastClose } from './snapshot.js';
import { toMachineEvent } from './toMachineEvent.js';
import type { TransportSocket } from './transport.js';
import { VERSION } from './version.js';
import { createPageWatch } from './watchPage.js';

/** Counters change with every message; they are published at most this often. */
const COUNTERS_EVERY_MS = 1_000;
/** The wall clock ahead of the monotonic one by this much at once: the machine slept, or the clock was set. */
const SLEEP_MS = 10_000;

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
  const { machine, codec, clock, random, outbox } = config;
  const log = createEventLog(config.logCapacity);
  // A listener that throws must stop neither the others nor the heartbeat; one that throws at its own record, nothing.
  const threw = (error: unknown): void => record('listener.failed', { message: show(error) });
  const messages: Driver['messages'] = createListeners(threw);
  const events: Driver['events'] = createListeners(() => {});

  let state = initialState(machine);
  let published = state;
  let snapshot = idleSnapshot(machine, state, log.counters);
  let socket: TransportSocket | undefined;
  let heardAt = -Infinity;
  let lastAliveAt: number | null = null;
  let lastClose: LastClose | null = null;
  let connectionId: string | null = null;
  let gatewayId: string | null = null;
  let countersTimer: unknown;

  const inbox: MachineEvent[] = [];
  let isBusy = false;

  let skewMs = clock.wallNow() - clock.now();

  const fire = (timer: TimerName): void => dispatch({ type: 'timer.fired', timer, heardAt });
  const timers = createNamedTimers(clock, config.beatTimer ?? clock, fire);
  const watchPage = createPageWatch(config.page, (signal) => dispatch({ type: 'page.changed', signal }));
  if (config.beatTimer) config.beatTimer.onFallback = (message) => record('timer.fallback', { message });
  outbox?.attach({
    clock,
    transmit,
    probe: () => dispatch({ type: 'user.checked' }),
    changed: publishState,
    record: (kind, details) => record(kind, details),
    threw,
  });

  function dispatch(event: MachineEvent): void {
    noteSleep();
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

  /** Where the monotonic clock stands still in sleep, only the wall clock shows that time went by. */
  function noteSleep(): void {
    const before = skewMs;
    skewMs = clock.wallNow() - clock.now();
    const gapMs = Math.round(skewMs - before);
    if (gapMs >= SLEEP_MS && isWanted(state)) inbox.push({ type: 'clock.woke', gapMs });
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
        return openSocket(effect);
      case 'socket.drop':
        socket?.drop(effect.code, effect.reason);
        socket = undefined;
        return;
      case 'auth.renew':
        return renewCredentials(effect.socketId);
      case 'ping.send':
        return sendFrame(() => codec.ping(effect.id));
      case 'pong.send':
        return sendFrame(() => codec.pong(effect.id));
      case 'hello.send': {
        const { attempt, previous } = effect;
        const client = `heartbeat-socket/${VERSION}`;
        return sendFrame(() => encodeFrame({ kind: 'hello', client, attempt, ...(previous && { previous }) }));
      }
    }
  }

  function renewCredentials(socketId: number): void {
    new Promise((resolve) => resolve(config.onUnauthorized?.())).then(
      () => dispatch({ type: 'auth.renewed', socketId }),
      (error: unknown) => dispatch({ type: 'auth.rejected', socketId, message: show(error) }),
    );
  }

  // Frames are never queued: what the socket does not take now is not sent. A codec of the app's may throw.
  function sendFrame(encode: () => string | null): void {
    try {
      const data = encode();
      if (data !== null) socket?.send(data);
    } catch (error) {
      threw(error);
    }
  }

  function openSocket({ socketId, attempt, cause }: Extract<Effect, { type: 'socket.open' }>): void {
    heardAt = -Infinity;
    connectionId = null;
    gatewayId = null;
    socket = startAttempt(
      plan,
      { attempt, cause },
      {
        opened: () => dispatch({ type: 'socket.opened', socketId }),
        closed: (code, reason, wasClean) => {
          const hint = parseCloseHint(reason);
          dispatch({ type: 'socket.closed', socketId, code, reason, wasClean, ...(hint && { hint }) });
        },
        failed: (message) => dispatch({ type: 'socket.failed', socketId, message }),
        message: (event) => receive(socketId, event),
      },
    );
  }

  function receive(socketId: number, event: MessageEvent): void {
    // A class of the app's may go on telling after it was closed.
    if (socketId !== state.socketId || state.phase !== 'open') return;
    heardAt = clock.now();
    // A hidden page's timers come once a minute, its messages at once: they keep the beat.
    if (timers.isOverdue('beat', heardAt)) fire('beat');
    const frame = classify(event.data);
    if (frame.kind !== 'message') {
      if (frame.kind === 'welcome') ({ connectionId, gatewayId } = frame);
      return dispatch(toMachineEvent(frame, socketId));
    }
    if (frame.invalid !== undefined) record('frame.invalid', { reason: frame.invalid });
    // A healthy connection keeps messages out of the machine: they cost it no step and no memory.
    if (state.phase === 'open' && state.pulse.missedInRow > 0) dispatch({ type: 'peer.heard', socketId });
    log.countMessage('messagesIn');
    publishCountersSoon();
    messages.call(event.data, event);
  }

  /** A codec must not throw. Where one does all the same, the application gets to see what it could not read. */
  function classify(data: unknown): Classified {
    try {
      return codec.classify(data);
    } catch (error) {
      threw(error);
      return { kind: 'message' };
    }
  }

  function record<Kind extends HeartbeatEventKind>(kind: Kind, details: EventDetails[Kind]): void {
    const entry = log.append(kind, details, { at: clock.wallNow(), gatewayId, connectionId });
    if (entry.kind === 'connection.closed') {
      const { code, reason, wasClean, at } = entry;
      lastClose = { code, reason, wasClean, at };
    }
    publishCountersSoon();
    outbox?.observe(entry);
    events.call(entry);
  }

  function publishState(): void {
    // These two may come back with a step of its own, published before this goes on: the picture is taken after them.
    watchPage(isWanted(state), state.page);
    if (state.phase === 'closed') outbox?.close();
    if (heardAt > -Infinity && state !== published) lastAliveAt = Math.round(clock.wallNow() + heardAt - clock.now());
    const next = projectSnapshot(
      snapshot,
      published,
      state,
      { lastAliveAt, lastClose, connectionId, gatewayId, queued: outbox?.queued ?? 0 },
      clock,
    );
    published = state;
    if (!hasTimers(state)) {
      clock.clearTimeout(countersTimer);
      countersTimer = undefined;
      return put(withCounters(next));
    }
    put(next);
  }

  function publishCountersSoon(): void {
    // At rest no timer is left behind, so the counters cannot wait for theirs; a step under way publishes at its end.
    if (!hasTimers(state)) return isBusy ? undefined : put(withCounters(snapshot));
    countersTimer ??= clock.setTimeout(() => {
      countersTimer = undefined;
      put(withCounters(snapshot));
    }, COUNTERS_EVERY_MS);
  }

  const withCounters = (next: ConnectionSnapshot): ConnectionSnapshot =>
    keepShallow(next, { ...next, counters: keepShallow(next.counters, log.counters) });

  function transmit(data: unknown): boolean {
    if (state.phase !== 'open' || !socket?.send(data)) return false;
    log.countMessage('messagesOut');
    publishCountersSoon();
    return true;
  }

  function put(next: ConnectionSnapshot): void {
    if (next === snapshot) return;
    snapshot = next;
    publish(next);
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
      return snapshot;
    },
    get bufferedAmount() {
      return socket?.bufferedAmount ?? 0;
    },
    send: (data) => {
      if (outbox && state.phase !== 'closed') return outbox.send(data);
      return transmit(data) ? 'sent' : 'rejected';
    },
  };
}

/** A connection is wanted: from the first connect to the disconnect, whatever happens in between. */
const isWanted = ({ phase }: HeartbeatState): boolean => phase !== 'idle' && phase !== 'closed';

const hasTimers = (state: HeartbeatState): boolean => isWanted(state) && state.phase !== 'failed';

const show = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500);
