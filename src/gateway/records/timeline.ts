import type { Timeline } from '../../admin/schemas/timeline.js';
import type { HeartbeatEvent } from '../../protocol/events.js';
import type { ClockSample, Session, SessionConnection } from './sessionStore.js';

/** A sample that took longer is no longer relied on. */
const UNSURE_MS = 2_000;

type Line = Timeline['records'][number];
type Outage = Timeline['outages'][number];

/** Both ends of one session on one time line, by the gateway's clock. */
export function toTimeline(session: Session, gatewayId: string): Timeline {
  const { id, client, connections, lost, toldLost } = session;
  const records = session.records.map(({ text }) => JSON.parse(text) as HeartbeatEvent);
  const onGateway = records.filter(({ side }) => side === 'gateway').map((record): Line => ({ ...record }));
  const onClient = records
    .filter(({ side }) => side === 'client')
    .toSorted((a, b) => a.seq - b.seq)
    .map((record) => aligned(record, connections));
  return {
    sessionId: id,
    client,
    connections: connections.map(({ connectionId, remote, openedAt, closedAt, closeReason, clock }) => ({
      connectionId,
      gatewayId,
      remote,
      openedAt,
      closedAt,
      closeReason,
      clock: clock && { ...clock, isUnsure: clock.errorMs > UNSURE_MS },
    })),
    outages: outagesOf(connections, records),
    records: merge(onGateway, onClient),
    lost: lost + toldLost,
  };
}

/** A client's record by the gateway's clock: by the sample of its own connection, or by the best of all. */
function aligned(record: HeartbeatEvent, connections: readonly SessionConnection[]): Line {
  const samples = connections.filter(({ clock }) => clock !== null);
  const own = samples.find(({ connectionId }) => connectionId === record.connectionId);
  const best = samples.toSorted((a, b) => errorOf(a.clock) - errorOf(b.clock))[0];
  const clock = (own ?? best)?.clock;
  if (!clock) return { ...record, isUnsure: true };
  const at = Math.max(0, Math.round(record.at - clock.offsetMs));
  return { ...record, at, errorMs: clock.errorMs };
}

const errorOf = (clock: ClockSample | null): number => clock?.errorMs ?? Infinity;

/** Each side keeps its own order. Between the sides the time decides, as far as the clocks allow. */
function merge(gateway: readonly Line[], client: readonly Line[]): Line[] {
  const merged: Line[] = [];
  let from = 0;
  for (const line of client) {
    while ((gateway[from]?.at ?? Infinity) <= line.at) merged.push(gateway[from++] as Line);
    merged.push(line);
  }
  merged.push(...gateway.slice(from));
  return merged.map((line, index) => {
    const before = merged[index - 1];
    if (!before || before.side === line.side) return line;
    const errorMs = line.errorMs ?? before.errorMs ?? 0;
    return line.at - before.at <= errorMs ? { ...line, isUnsure: true } : line;
  });
}

function outagesOf(connections: readonly SessionConnection[], records: readonly HeartbeatEvent[]): Outage[] {
  return connections.flatMap((before, index) => {
    const after = connections[index + 1];
    // A session that ended in order is not away.
    if (!after && (before.closedAt === null || before.closeReason === 'normal')) return [];
    const to = after?.openedAt ?? null;
    // A client may be back before the gateway has noticed that it was gone: then the client knows the beginning.
    const isNoticed = before.closedAt !== null && (to === null || before.closedAt <= to);
    const from = isNoticed ? Number(before.closedAt) : Math.max(0, Number(to) - (after?.downMs ?? 0));
    const told = records.find((record) => record.kind === 'reconnected' && record.connectionId === after?.connectionId);
    const clientCause = told?.kind === 'reconnected' ? told.cause : null;
    return [{ from, to, shownMs: after?.shownMs ?? null, ...causeOf(before.closeReason, clientCause) }];
  });
}

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

function causeOf(closeReason: string | null, clientCause: string | null): Pick<Outage, 'cause' | 'says' | 'evidence'> {
  const [cause, says] = BY_GATEWAY[closeReason ?? ''] ??
    BY_CLIENT[clientCause ?? ''] ??
    BY_END[closeReason ?? ''] ?? ['unknown' as const, 'Neither end knows why the connection ended.'];
  return {
    cause,
    says,
    evidence: [
      ...(closeReason === null ? [] : [`The gateway recorded the end as \`${closeReason}\`.`]),
      ...(clientCause === null ? [] : [`The client came back from \`${clientCause}\`.`]),
    ],
  };
}
