import type { Timeline } from '../../admin/schemas/timeline.js';
import type { HeartbeatEvent } from '../../protocol/events.js';
import type { KnownSession } from './otherGateways.js';
import { causeOf, type KnownLimit } from './outageCauses.js';
import { missingOf, type ClockSample, type SessionConnection } from './sessionStore.js';

/** Wall clocks show whole milliseconds. */
const TICK_MS = 1;
/** A sample that took longer is no longer relied on. */
const UNSURE_MS = 2_000;

type Line = Timeline['records'][number];
type Outage = Timeline['outages'][number];

/** Both ends of one session on one time line, by the gateway's clock. */
export function toTimeline(
  session: KnownSession,
  gatewayOf: (connectionId: string) => string,
  limits: readonly KnownLimit[],
): Timeline {
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
      gatewayId: gatewayOf(connectionId),
      remote,
      openedAt,
      closedAt,
      closeReason,
      clock: clock && { ...clock, isUnsure: clock.errorMs > UNSURE_MS },
    })),
    outages: outagesOf(connections, records, limits),
    records: merge(onGateway, onClient),
    lost: lost + toldLost + missingOf(session),
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
    return line.at - before.at <= errorMs + TICK_MS ? { ...line, isUnsure: true } : line;
  });
}

function outagesOf(
  connections: readonly SessionConnection[],
  records: readonly HeartbeatEvent[],
  limits: readonly KnownLimit[],
): Outage[] {
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
    return [{ from, to, shownMs: after?.shownMs ?? null, ...causeOf(before, clientCause, limits) }];
  });
}
