import * as v from 'valibot';
import { count, duration, id, instant, integerFrom, sent, text, writtenText } from './fields.js';

/** An hour. */
const MAX_DRAIN_MS = 3_600_000;

/**
 * Begins a drain. Without a time, the gateway chooses one. `rolling` is for a cluster: all gateways of other generations than
 * `keep` take no more connections, and are drained one after the other.
 */
export const drainOrderSchema = sent({
  overMs: v.exactOptional(integerFrom(0, MAX_DRAIN_MS, 'milliseconds')),
  rolling: v.exactOptional(v.boolean('must be true or false')),
  keep: v.exactOptional(writtenText(200)),
});

/** A rolling drain of a cluster, and how far each of its gateways is. */
const rollingDrainSchema = v.object({
  keep: text,
  by: text,
  startedAt: instant,
  /** Those that are drained, one after the other. */
  gateways: v.array(
    v.object({
      gatewayId: id,
      generation: v.nullable(text),
      status: v.picklist(['accepting', 'cordoned', 'draining', 'closing']),
      connections: count,
    }),
  ),
});

/** A drain as planned. Durations from its beginning. */
export const drainSchema = v.object({
  /** The connections that were open when it began. */
  connections: count,
  /** All connections are closed by then. */
  overMs: duration,
  /** Clients that understand `heartbeat.reconnect` have left by then. */
  windowMs: duration,
  /** Of a rolling drain: then the numbers are those of all gateways that it drains. */
  rolling: v.exactOptional(rollingDrainSchema),
});

/** Whether the gateway drains, and how far it is. */
export const drainProgressSchema = v.object({
  status: v.picklist(['accepting', 'draining', 'closing']),
  /** Connections that are open now. */
  connections: count,
  /** Null without a drain. */
  drain: v.nullable(v.object({ ...drainSchema.entries, startedAt: instant })),
  /** The rolling drain of the cluster, while there is one. */
  rolling: v.exactOptional(rollingDrainSchema),
});

export type DrainOrder = v.InferOutput<typeof drainOrderSchema>;
export type RollingDrain = v.InferOutput<typeof rollingDrainSchema>;
export type DrainView = v.InferOutput<typeof drainSchema>;
export type DrainProgress = v.InferOutput<typeof drainProgressSchema>;
