import * as v from 'valibot';
import { count, duration, instant, integerFrom, sent } from './fields.js';

/** An hour. */
const MAX_DRAIN_MS = 3_600_000;

/** Begins a drain. Without a time, the gateway chooses one. */
export const drainOrderSchema = sent({ overMs: v.exactOptional(integerFrom(0, MAX_DRAIN_MS, 'milliseconds')) });

/** A drain as planned. Durations from its beginning. */
export const drainSchema = v.object({
  /** The connections that were open when it began. */
  connections: count,
  /** All connections are closed by then. */
  overMs: duration,
  /** Clients that understand `heartbeat.reconnect` have left by then. */
  windowMs: duration,
});

/** Whether the gateway drains, and how far it is. */
export const drainProgressSchema = v.object({
  status: v.picklist(['accepting', 'draining', 'closing']),
  /** Connections that are open now. */
  connections: count,
  /** Null without a drain. */
  drain: v.nullable(v.object({ ...drainSchema.entries, startedAt: instant })),
});

export type DrainOrder = v.InferOutput<typeof drainOrderSchema>;
export type DrainView = v.InferOutput<typeof drainSchema>;
export type DrainProgress = v.InferOutput<typeof drainProgressSchema>;
