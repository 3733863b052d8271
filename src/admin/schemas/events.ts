import * as v from 'valibot';
import { count, id, instant, text } from './fields.js';

/** One record of either side. Beside these members it has those of its kind. */
export const eventSchema = v.looseObject({
  at: instant,
  /** Counts up by one per record of one gateway: the order, whatever the clock did. */
  seq: count,
  side: v.picklist(['client', 'gateway']),
  gatewayId: v.nullable(id),
  connectionId: v.nullable(id),
  sessionId: v.exactOptional(v.nullable(id)),
  remote: v.exactOptional(text),
  kind: text,
});

export type AdminEvent = v.InferOutput<typeof eventSchema>;
