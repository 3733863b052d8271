import * as v from 'valibot';
import type { Session } from './sessionStore.js';

const instant = v.pipe(v.number(), v.finite());
const connectionSchema = v.object({
  connectionId: v.string(),
  remote: v.string(),
  openedAt: instant,
  closedAt: v.nullable(instant),
  closeReason: v.nullable(v.string()),
  clock: v.nullable(v.object({ offsetMs: v.number(), errorMs: v.number() })),
  downMs: v.nullable(v.number()),
  shownMs: v.nullable(v.number()),
  silentMs: v.nullish(v.number(), null),
  ageMs: v.nullish(v.number(), null),
});
const partSchema = v.object({
  client: v.string(),
  connections: v.pipe(v.array(connectionSchema), v.maxLength(10_000)),
  records: v.pipe(v.array(v.string()), v.maxLength(100_000)),
  lost: v.number(),
  toldLost: v.number(),
  arrived: v.optional(v.number(), 0),
  sentFrom: v.nullish(v.number(), null),
  sentTo: v.optional(v.number(), 0),
});

/** What is known of a session, on one gateway or on all of them. */
export interface KnownSession extends Pick<
  Session,
  'id' | 'client' | 'connections' | 'lost' | 'toldLost' | 'arrived' | 'sentFrom' | 'sentTo'
> {
  readonly records: readonly { readonly text: string }[];
}

/** What one gateway knows of a session: the connections that it had, and their records. */
export interface SessionPart {
  readonly gatewayId: string;
  readonly session: KnownSession;
}

/** What another gateway is told of a session. */
export const toPart = (session: KnownSession): unknown => ({
  client: session.client,
  connections: session.connections,
  records: session.records.map(({ text }) => text),
  lost: session.lost,
  toldLost: session.toldLost,
  arrived: session.arrived,
  sentFrom: session.sentFrom,
  sentTo: session.sentTo,
});

/** Reads what another gateway tells of a session; null when it knows none. */
export function parsePart(id: string, gatewayId: string, value: unknown): SessionPart | null {
  const result = v.safeParse(partSchema, value);
  if (!result.success) return null;
  const { records, ...rest } = result.output;
  const known = records.filter((text) => !Number.isNaN(atOf(text))).map((text) => ({ text }));
  return { gatewayId, session: { ...rest, id, records: known } };
}

/** The parts of all gateways as one session, and which gateway had which connection. Null when none knows it. */
export function joinParts(
  parts: readonly SessionPart[],
): { readonly session: KnownSession; readonly gatewayOf: (connectionId: string) => string } | null {
  const [first] = parts;
  if (!first) return null;
  const gateways = new Map(
    parts.flatMap(({ gatewayId, session }) =>
      session.connections.map(({ connectionId }) => [connectionId, gatewayId] as const),
    ),
  );
  const sessions = parts.map(({ session }) => session);
  const session: KnownSession = {
    ...first.session,
    connections: sessions
      .flatMap(({ connections }) => connections)
      .toSorted((left, right) => left.openedAt - right.openedAt),
    // The gateways have clocks of their own, which are taken as one here.
    records: sessions.flatMap(({ records }) => records).toSorted((left, right) => atOf(left.text) - atOf(right.text)),
    lost: sessions.reduce((sum, { lost }) => sum + lost, 0),
    toldLost: Math.max(...sessions.map(({ toldLost }) => toldLost)),
    // What one gateway did not get, another may have.
    arrived: sessions.reduce((sum, { arrived }) => sum + arrived, 0),
    sentFrom: leastOf(sessions.flatMap(({ sentFrom }) => (sentFrom === null ? [] : [sentFrom]))),
    sentTo: Math.max(...sessions.map(({ sentTo }) => sentTo)),
  };
  return { session, gatewayOf: (connectionId) => gateways.get(connectionId) ?? first.gatewayId };
}

const leastOf = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.min(...values));

function atOf(text: string): number {
  try {
    const { at } = JSON.parse(text) as { at?: unknown };
    return typeof at === 'number' ? at : Number.NaN;
  } catch {
    return Number.NaN;
  }
}
