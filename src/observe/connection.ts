import { systemClock, type Clock } from '../client/clock.js';
import type { HeartbeatSocket, ObservedConnection } from '../client/heartbeatSocket.js';
import type { LogSink } from '../client/optional/sinks.js';
import { report } from '../client/report.js';
import { COUNTED, createTotals } from '../client/snapshot/counters.js';
import { createEventLog } from '../client/snapshot/eventLog.js';
import { keepShallow } from '../client/snapshot/keepShallow.js';
import { createConnectionStore } from '../client/snapshot/store.js';
import type { EventDetails, HeartbeatEvent, HeartbeatEventKind } from '../protocol/events.js';
import { createListeners, guard } from '../protocol/listeners.js';
import { checkInteger } from '../protocol/options/optionRules.js';
import { createFollower } from './follower.js';
import type { ObservedClient } from './observation.js';
import { createUnseen } from './unseen.js';

/** What every observer may be given. */
export interface ObserverOptions {
  /** An outage longer than this, from its first drop, sets `lost`: what the banner shows. 0: at once. @default 1_000 */
  readonly lostAfterMs?: number | undefined;
  readonly log?:
    | {
        /** Records kept in `connection.log`. 0: none. @default 500 */
        readonly capacity?: number | undefined;
        readonly sinks?: readonly LogSink[] | undefined;
      }
    | undefined;
  /** @default the platform's time */
  readonly clock?: Clock | undefined;
}

/** Makes a connection whose store and log follow a client that other code owns. */
export function createObservedConnection(client: ObservedClient, options: ObserverOptions = {}): ObservedConnection {
  const { clock = systemClock } = options;
  const log = createEventLog(checkInteger('log.capacity', options.log?.capacity ?? 500, 0, 100_000));
  const onRecord = createListeners<[record: HeartbeatEvent]>(report);
  const totals = createTotals();
  const store = createConnectionStore(createUnseen(), report);
  for (const sink of options.log?.sinks ?? []) onRecord.add(sink);

  function record<Kind extends HeartbeatEventKind>(kind: Kind, details: EventDetails[Kind]): void {
    const counted = COUNTED[kind];
    if (counted) totals[counted] += 1;
    const { connectionId } = follower.shown;
    onRecord.call(log.append(kind, details, { at: clock.wallNow(), connectionId, gatewayId: null, sessionId: null }));
  }

  const follower = createFollower({
    clock,
    lostAfterMs: checkInteger('lostAfterMs', options.lostAfterMs ?? 1_000),
    maxAttempts: () => client.maxAttempts?.() ?? Infinity,
    record,
    publish: () => {
      const before = store.getState();
      const now = { ...follower.shown, counters: keepShallow(before.counters, { ...totals }) };
      if (keepShallow(before, now) !== before) store.setState(now, true);
    },
  });
  let isDestroyed = false;
  /** A dial was asked for and has not been told yet: the end of the present connection is no end. */
  let isAsked = false;
  const undo = client.watch((now) => {
    if (isDestroyed) return;
    isAsked &&= now.status === 'reconnecting' || now.status === 'closed';
    follower.tell(isAsked ? { ...now, status: 'reconnecting', cause: 'manual' } : now);
  });

  const reconnect = (): void => {
    if (isDestroyed || !client.reconnect || !follower.restart()) return;
    isAsked = true;
    guard(report, client.reconnect);
  };
  const connection: ObservedConnection & Pick<HeartbeatSocket, 'retryInMs'> = {
    store,
    get log() {
      return log.records;
    },
    onEvent: onRecord.add,
    connect: () => {
      const { status } = store.getState();
      if (isDestroyed || !['idle', 'closed', 'failed'].includes(status)) return;
      const dial = client.connect ?? client.reconnect;
      if (!dial) return;
      isAsked = true;
      guard(report, dial);
    },
    reconnect,
    disconnect: (code, reason) => {
      if (isDestroyed || !client.disconnect) return;
      isAsked = false;
      guard(report, client.disconnect, code, reason);
      follower.tell({ status: 'closed', cause: 'manual' });
    },
    // The countdown asks for it, as it does of a `HeartbeatSocket`.
    retryInMs: follower.retryInMs,
    destroy: () => {
      if (isDestroyed) return;
      isDestroyed = true;
      for (const remove of undo) guard(report, remove);
      follower.forget();
      onRecord.clear();
    },
  };
  return connection;
}
