import * as v from 'valibot';
import { eventSchema } from './events.js';
import { count, duration, id, instant, text } from './fields.js';

/** The client's clock against the gateway's. */
const clockSchema = v.object({
  /** What to add to the gateway's time to get the client's. */
  offsetMs: v.number(),
  /** The offset is right within plus or minus this. */
  errorMs: duration,
  /** The sample took too long to be relied on. */
  isUnsure: v.boolean(),
});

const connectionSchema = v.object({
  connectionId: id,
  gatewayId: id,
  remote: text,
  openedAt: instant,
  /** Null while it is open. */
  closedAt: v.nullable(instant),
  closeReason: v.nullable(text),
  clock: v.nullable(clockSchema),
});

/** Why a session was without a connection. */
const OUTAGE_CAUSES = [
  /** Something on the way ends connections that are silent for too long, or too old. */
  'path-idle',
  'path-age',
  /** The gateway did not hear the client, or the client did not hear the gateway. */
  'silence',
  'drain',
  'restart',
  'overload',
  'operator',
  'offline',
  'asleep',
  'client',
  'unknown',
] as const;

const outageSchema = v.object({
  from: instant,
  /** Null: the session has not come back. */
  to: v.nullable(instant),
  /** How long the person saw it, as the client reported. */
  shownMs: v.nullable(duration),
  cause: v.picklist(OUTAGE_CAUSES),
  /** The cause as a sentence, and what it rests on, each as a sentence. */
  says: text,
  evidence: v.array(text),
});

/** A record of either end, on the gateway's time. */
const recordSchema = v.looseObject({
  ...eventSchema.entries,
  /** Of a client's record: how far off its time may be. */
  errorMs: v.exactOptional(duration),
  /** The order against the record before is not certain. */
  isUnsure: v.exactOptional(v.boolean()),
});

/** Both ends of one session on one time line, over all its connections, by the gateway's clock. */
export const timelineSchema = v.object({
  sessionId: id,
  client: v.nullable(text),
  connections: v.array(connectionSchema),
  outages: v.array(outageSchema),
  records: v.array(recordSchema),
  /** Records of the client that did not arrive, as far as is known. */
  lost: count,
});

/** `file`: JSON that can be attached to a bug report. `text`: for a terminal, as `Accept: text/plain` asks for as well. */
export const TIMELINE_FORMATS = ['json', 'file', 'text'] as const;

export type Timeline = v.InferOutput<typeof timelineSchema>;
