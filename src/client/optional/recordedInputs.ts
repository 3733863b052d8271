import type { Effect } from '../../machine/effect.js';
import type { MachineEvent, PageSignal } from '../../machine/event.js';
import type { HeartbeatState } from '../../machine/state.js';
import type { TimerName } from '../../machine/timer.js';
import type { ConnectionCause } from '../../protocol/events.js';

/** A record of a client, as read from a file. */
export interface RecordedFact {
  readonly kind: string;
  readonly at: number;
  readonly [field: string]: unknown;
}

/**
 * The client's records in a time line that a gateway has exported (`GET /sessions/:id/timeline`), in their order. Null for
 * any other text.
 */
export function readRecords(text: string): RecordedFact[] | null {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return null;
  }
  const { sessionId, records } = Object(file) as { sessionId?: unknown; records?: unknown };
  if (typeof sessionId !== 'string' || !Array.isArray(records)) return null;
  return records.filter(isOfClient).sort((a, b) => Number(a['seq']) - Number(b['seq']));
}

function isOfClient(record: unknown): record is RecordedFact {
  const { side, kind, at } = Object(record) as Record<string, unknown>;
  return side === 'client' && typeof kind === 'string' && typeof at === 'number';
}

/** The phase that a record tells of; undefined: it tells of none. */
const PHASES: Readonly<Record<string, HeartbeatState['phase']>> = {
  'connect.started': 'dialing',
  'connect.opened': 'open',
  'retry.scheduled': 'waiting',
  'retry.exhausted': 'failed',
  'auth.started': 'authorizing',
  'auth.rejected': 'failed',
  paused: 'paused',
};
export const phaseOf = ({ kind }: RecordedFact): HeartbeatState['phase'] | undefined =>
  Object.hasOwn(PHASES, kind) ? PHASES[kind] : undefined;

/** The records that follow from what the machine orders. */
export function kindsOf(effects: readonly Effect[]): string[] {
  return effects.flatMap((effect) => {
    switch (effect.type) {
      case 'record':
        return [effect.kind];
      case 'ping.send':
        return ['ping.sent'];
      case 'pong.send':
        return ['pong.sent'];
      case 'socket.open':
        return ['connect.started'];
      default:
        return [];
    }
  });
}

const numberIn = (record: RecordedFact, field: string): number => {
  const value = record[field];
  return typeof value === 'number' ? value : 0;
};

/** What the machine was told that made this record; null: it follows from what it was told before. */
export function inputOf(record: RecordedFact, state: HeartbeatState): MachineEvent | null {
  const { socketId } = state;
  const id = typeof record['id'] === 'number' ? record['id'] : undefined;
  const timer = (name: TimerName): MachineEvent => ({
    type: 'timer.fired',
    timer: name,
    heardAt: record.at - numberIn(record, 'silentMs'),
    talkedAt: -Infinity,
    bufferedAmount: 0,
  });
  switch (record.kind) {
    case 'connect.started':
      return dialled(record, state, timer);
    case 'connect.opened':
      return { type: 'socket.opened', socketId };
    case 'connect.confirmed':
      return { type: 'peer.heard', socketId };
    case 'connect.failed':
      return record['cause'] === 'connect-timeout' ? timer('connect') : closed(record, socketId, 1006);
    case 'connection.closed':
      if (record['cause'] === 'manual' && numberIn(record, 'code') === 1000)
        return { type: 'user.disconnected', code: 1000, reason: '' };
      return closed(record, socketId, numberIn(record, 'code'));
    case 'connect.diagnosed':
      return {
        type: 'dial.diagnosed',
        outageAt: state.outage?.since ?? record.at,
        cause: record['cause'] as ConnectionCause,
        retryAfterMs: numberIn(record, 'retryAfterMs') || undefined,
      };
    case 'ping.received':
    case 'pong.received':
      return { type: record.kind, socketId, id };
    case 'drain.received': {
      const hint = { afterMs: numberIn(record, 'afterMs'), windowMs: numberIn(record, 'windowMs') };
      return { type: 'drain.received', socketId, hint, reason: '' };
    }
    case 'page.changed':
      return { type: 'page.changed', signal: record['signal'] as PageSignal };
    case 'clock.wake':
      return { type: 'clock.woke', gapMs: numberIn(record, 'gapMs') };
    case 'probe.started':
      return record['reason'] === 'check' ? { type: 'user.checked' } : null;
    case 'auth.renewed':
      return { type: 'auth.renewed', socketId };
    case 'auth.rejected':
      return { type: 'auth.rejected', socketId, message: '' };
    case 'ping.sent':
    case 'heartbeat.missed':
    case 'heartbeat.unanswered':
      return timer('ping');
    case 'heartbeat.timeout':
      return timer('verdict');
    case 'lost':
      return timer('lost');
    case 'stable':
      return timer('stable');
    case 'paused':
      return timer('pause');
    default:
      return null;
  }
}

function dialled(
  { cause }: RecordedFact,
  { phase }: HeartbeatState,
  timer: (name: TimerName) => MachineEvent,
): MachineEvent {
  if (phase === 'waiting' && cause !== 'manual') return timer('retry');
  if (phase === 'paused') return { type: 'page.changed', signal: 'visible' };
  return { type: phase === 'idle' || phase === 'closed' ? 'user.connected' : 'user.reconnected' };
}

const closed = ({ wasClean }: RecordedFact, socketId: number, code: number): MachineEvent => ({
  type: 'socket.closed',
  socketId,
  code,
  reason: '',
  wasClean: wasClean === true,
});
