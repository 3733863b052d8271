import type { Timeline } from '../../admin/schemas/timeline.js';
import type { SessionConnection } from './sessionStore.js';

type Outage = Timeline['outages'][number];
type Named = Pick<Outage, 'cause' | 'says' | 'evidence'>;

/** A limit of the path, as the statistics have learned it from how all connections end. */
export interface KnownLimit {
  readonly kind: 'idle' | 'age';
  readonly afterMs: number;
  readonly closes: number;
}

/** How near to a limit an end is taken for its doing. */
const NEAR = 0.05;

const BY_GATEWAY: Readonly<Record<string, readonly [Outage['cause'], string]>> = {
  drain: ['drain', 'The gateway was drained.'],
  shutdown: ['restart', 'The gateway was closed.'],
  operator: ['operator', 'An operator disconnected the client.'],
  slow_reader: ['overload', 'The client read too slowly.'],
  rate_limited: ['overload', 'The client sent too many heartbeats.'],
  heartbeat_timeout: ['silence', 'The gateway no longer heard the client.'],
};
const BY_CLIENT: Readonly<Record<string, readonly [Outage['cause'], string]>> = {
  'heartbeat-timeout': ['silence', 'The client no longer heard the gateway.'],
  'network-offline': ['offline', 'The client’s device had no network.'],
  sleep: ['asleep', 'The client’s device slept.'],
  drain: ['drain', 'The gateway asked the client to leave.'],
  overload: ['overload', 'The gateway was overloaded.'],
  manual: ['client', 'The client asked for a fresh connection.'],
  hidden: ['client', 'The page was hidden.'],
};
/** How the gateway saw the end, where the client knows no better. */
const BY_END: Readonly<Record<string, readonly [Outage['cause'], string]>> = {
  normal: ['client', 'The connection was closed in order.'],
  application: ['unknown', 'The application closed the connection, with a code of its own.'],
  too_large: ['client', 'The client sent a message over `maxPayload`.'],
  protocol_error: ['client', 'The client sent bytes that are no WebSocket frames.'],
};

/** Names why a connection ended, and says what that rests on. */
export function causeOf(before: SessionConnection, clientCause: string | null, limits: readonly KnownLimit[]): Named {
  const { closeReason } = before;
  const byPath =
    closeReason === 'abnormal' && !(clientCause && clientCause in BY_CLIENT) ? pathCause(before, limits) : null;
  const [cause, says] = BY_GATEWAY[closeReason ?? ''] ??
    BY_CLIENT[clientCause ?? ''] ??
    byPath?.named ??
    BY_END[closeReason ?? ''] ?? ['unknown' as const, 'Neither end knows why the connection ended.'];
  return {
    cause,
    says,
    evidence: [
      ...(closeReason === null ? [] : [`The gateway recorded the end as \`${closeReason}\`.`]),
      ...(clientCause === null ? [] : [`The client came back from \`${clientCause}\`.`]),
      ...(byPath?.evidence ?? []),
    ],
  };
}

/** An end without a word, at a silence or an age at which many others end. */
function pathCause({ silentMs, ageMs }: SessionConnection, limits: readonly KnownLimit[]) {
  const isNear = (ms: number | null, afterMs: number): boolean =>
    ms !== null && Math.abs(ms - afterMs) <= NEAR * afterMs;
  for (const { kind, afterMs, closes } of limits) {
    const found = kind === 'idle' ? silentMs : ageMs;
    if (!isNear(found, afterMs)) continue;
    const named =
      kind === 'idle'
        ? (['path-idle', `Something on the way ends connections after ${seconds(afterMs)} of silence.`] as const)
        : (['path-age', `Something on the way ends connections at an age of ${seconds(afterMs)}.`] as const);
    const was = kind === 'idle' ? 'had been silent for' : 'was open for';
    return {
      named,
      evidence: [
        `It ${was} ${seconds(found ?? 0)} when it ended without a close frame.`,
        `${closes} connections of this gateway ended after ${seconds(afterMs)} in the same way.`,
      ],
    };
  }
  return null;
}

const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;
