import { expect, it } from 'vitest';
import type { MachineEvent } from '../../src/machine/event.js';
import { resolveMachineConfig, type MachineConfig, type MachineOptions } from '../../src/machine/options.js';
import { initialState, type HeartbeatState } from '../../src/machine/state.js';
import { transition } from '../../src/machine/transition.js';
import { ourCodec } from '../../src/protocol/codec.js';
import { TIMERS } from '../../src/machine/timer.js';
import { dueTimers } from '../support/client/dueTimers.js';
import { carryOut, checkInvariants, type Sockets } from '../support/client/invariants.js';

/** How long each configuration is walked; `npm run test:long` gives it longer. The number of states is printed. */
const EXPLORE_MS = Number(process.env['EXPLORE_MS'] ?? 1_000);

/** Times are in whole and half seconds, so that what the machine calls late, or the same burst, is within reach. */
const CONFIGS: readonly (MachineOptions & { canReauthorize?: boolean })[] = [
  { heartbeat: { intervalMs: 2_000, timeoutMs: 5_000, detection: 'fixed' }, reconnect: small(2), ...times() },
  {
    heartbeat: { intervalMs: 2_000, timeoutMs: 20_000, maxMissed: 2 },
    reconnect: small(2),
    ...times(),
    canReauthorize: true,
  },
  {
    heartbeat: { intervalMs: 5_000, timeoutMs: 2_000 },
    reconnect: small(1),
    ...times(),
    whenHidden: { pauseAfterMs: 3_000 },
  },
  { heartbeat: { intervalMs: 2_000, follow: false }, reconnect: false, ...times(), canReauthorize: true },
  {
    heartbeat: { codec: { ...ourCodec, initiator: 'server', everyMs: 2_000 }, timeoutMs: 9_000 },
    reconnect: small(2),
    ...times(),
  },
  { heartbeat: false, reconnect: small(2), ...times(), lostAfterMs: 0, whenHidden: { pauseAfterMs: 1_000 } },
];

interface Node {
  readonly state: HeartbeatState;
  readonly sockets: Sockets;
  readonly now: number;
  /** The node it was reached from, and how; told when an invariant breaks. */
  readonly from: Node | null;
  readonly by: string;
}

it.each(CONFIGS)(
  'from idle, every event on every reached state keeps the invariants: %o',
  (options) => {
    const config = resolveMachineConfig(options, () => options.canReauthorize ?? false);
    const first: Node = { state: initialState(config), sockets: new Set(), now: 0, from: null, by: 'idle' };
    const seen = new Set([keyOf(first)]);
    const queue = [first];
    const phases = new Set<string>();
    const expected = new Set<string>(['idle', 'dialing', 'open', 'failed', 'closed']);
    if (config.reconnect.maxAttempts > 0) expected.add('waiting');
    if (options.canReauthorize) expected.add('authorizing');
    if (config.pauseAfterMs !== null) expected.add('paused');
    const until = performance.now() + EXPLORE_MS;
    let stepCount = 0;
    // Breadth first, so that what was not reached in time is what takes the most events to reach. A busy machine takes
    // longer to come to every phase.
    for (const node of queue) {
      if (performance.now() > until && [...expected].every((phase) => phases.has(phase))) break;
      phases.add(node.state.phase);
      for (const { event, at } of eventsFor(config, node)) {
        for (const random of [0, 0.99]) {
          stepCount++;
          const next = step(config, node, event, at, random);
          const key = keyOf(next);
          if (seen.has(key)) continue;
          seen.add(key);
          queue.push(next);
        }
      }
    }
    console.log(`${seen.size} states, ${stepCount} steps`);
    // Offline waits burn no attempt, and so come even where there is none.
    phases.delete(config.reconnect.maxAttempts > 0 ? '' : 'waiting');
    expect([...phases].toSorted()).toEqual([...expected].toSorted());
  },
  EXPLORE_MS + 20_000,
);

function step(config: MachineConfig, node: Node, event: MachineEvent, at: number, random: number): Node {
  const by = JSON.stringify({ ...event, at, random });
  try {
    const [state, effects] = transition(config, node.state, event, { at, random });
    const sockets = carryOut(node.sockets, event, effects);
    checkInvariants(config, node.state, event, state, sockets);
    return { state, sockets, now: at, from: node, by };
  } catch (error) {
    const path = [by];
    for (let before: Node | null = node; before; before = before.from) path.unshift(before.by);
    throw new Error(`${String(error)}\nafter\n${path.join('\n')}`, { cause: error });
  }
}

/** Every event there is: of the user, of the present and an old socket, and each timer on time, late and unasked. */
function eventsFor(config: MachineConfig, { state, now }: Node): { event: MachineEvent; at: number }[] {
  const due = dueTimers(config, state);
  const timing = { intervalMs: 3_000, timeoutMs: 9_000 };
  const socketEvents = [state.socketId, state.socketId - 1].flatMap((socketId): MachineEvent[] => [
    { type: 'socket.opened', socketId },
    ...[1006, 1012, 4000, 4401].map((code): MachineEvent => ({
      type: 'socket.closed',
      socketId,
      code,
      reason: '',
      wasClean: true,
    })),
    { type: 'socket.failed', socketId, message: '' },
    { type: 'ping.received', socketId, id: 1 },
    { type: 'pong.received', socketId },
    { type: 'pong.received', socketId, id: 1 },
    { type: 'peer.heard', socketId },
    { type: 'peer.heard', socketId, isHeartbeat: true },
    { type: 'ping.withheld', socketId },
    { type: 'auth.renewed', socketId },
    { type: 'auth.rejected', socketId, message: '' },
    { type: 'drain.received', socketId, hint: { afterMs: 500, windowMs: 2_000 }, reason: '' },
    { type: 'settings.received', socketId, timing, version: 2, administered: true, welcome: true },
  ]);
  const immediate: MachineEvent[] = [
    { type: 'user.connected' },
    { type: 'user.reconnected' },
    { type: 'user.disconnected', code: 1000, reason: '' },
    { type: 'user.configured', timing: { intervalMs: 2_000 } },
    { type: 'user.checked' },
    { type: 'clock.woke', gapMs: 20_000 },
    ...(['refused', 'auth', 'overload'] as const).map((cause): MachineEvent => ({
      type: 'dial.diagnosed',
      outageAt: state.outage?.since ?? 0,
      cause,
      retryAfterMs: 2_000,
    })),
    ...(['visible', 'hidden', 'online', 'offline', 'restored', 'leaving'] as const).map((signal): MachineEvent => ({
      type: 'page.changed',
      signal,
    })),
    ...socketEvents,
    ...TIMERS.filter((timer) => due.every((running) => running.timer !== timer)).map((timer): MachineEvent => ({
      type: 'timer.fired',
      timer,
      heardAt: now,
      talkedAt: now,
      bufferedAmount: 0,
    })),
  ];
  const nextDueAt = Math.min(...due.map(({ at }) => at));
  const timed = due.flatMap(({ timer, at: dueAt }) =>
    // A timer fires when it is the next one due, or long after, when everything is.
    [...(dueAt === nextDueAt ? [dueAt] : []), dueAt + 2_000].flatMap((at) =>
      [-Infinity, at].map((heardAt) => ({
        event: { type: 'timer.fired', timer, heardAt, talkedAt: -Infinity, bufferedAmount: 0 } as const,
        at: Math.max(at, now),
      })),
    ),
  );
  return [...immediate.map((event) => ({ event, at: now })), ...timed];
}

/** States that differ only in when everything happened, by how much, or in ids and estimates, are one. */
function keyOf({ state, now }: Node): string {
  const ago = (time: number): number => Math.min(Math.max(Math.round((time - now) / 500), -12), 25);
  return JSON.stringify(state, (name, value: unknown) => {
    if (typeof value === 'number' && /At$|^at$|^since$|Until$/.test(name)) return ago(value);
    if (
      name === 'patienceMs' ||
      name === 'socketId' ||
      name === 'latency' ||
      name === 'version' ||
      name === 'code' ||
      name === 'previous' ||
      name === 'shownMs'
    )
      return 0;
    if (name === 'outstanding' || name === 'owed' || name === 'nextId' || name === 'missedInRow') return Boolean(value);
    return value;
  });
}

function small(maxAttempts: number): NonNullable<Exclude<MachineOptions['reconnect'], false>> {
  return { minDelayMs: 1_000, baseDelayMs: 2_000, maxDelayMs: 4_000, stableAfterMs: 3_000, maxAttempts };
}

function times(): MachineOptions {
  return { connectTimeoutMs: 2_500, lostAfterMs: 1_500 };
}
