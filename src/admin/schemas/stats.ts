import * as v from 'valibot';
import { count, duration, id, instant, share, text } from './fields.js';
import { CLOSE_REASONS, REFUSAL_REASONS } from './reasons.js';
import { settingsSchema } from './settings.js';

/** What a gateway counted since it was created. */
const countersSchema = v.object({
  opened: count,
  /** Upgrades refused, for all reasons together. */
  rejected: count,
  /** JSON and control pings. */
  pingsSent: count,
  pingsReceived: count,
  pongsSent: count,
  /** JSON and control pongs. */
  pongsReceived: count,
  missed: count,
  /** Peers that missed a heartbeat, the first in a row. */
  newlySilent: count,
  timeouts: count,
  /** Sessions that ended without a closing handshake and were not back within ten minutes. */
  unreturned: count,
});

/** A value for each bucket; null where nothing is known, which is not zero. */
const values = v.array(v.nullable(v.number()));

/** One line of a chart, with its usual range at each bucket where that is known. */
const seriesSchema = v.object({
  values,
  usual: v.exactOptional(v.object({ low: values, high: values })),
});

/** Lines over the same buckets. */
const chartSchema = v.object({
  /** The beginning of each bucket. */
  at: v.array(instant),
  bucketMs: duration,
  /** At the end of the bucket. */
  connections: seriesSchema,
  connectionsMin: seriesSchema,
  connectionsMax: seriesSchema,
  opened: seriesSchema,
  closed: v.record(v.string(), seriesSchema),
  /** Pings and pongs of both directions. */
  heartbeatsPerMinute: seriesSchema,
  /** Heartbeats missed in the bucket. */
  missed: seriesSchema,
  timeouts: seriesSchema,
  /** By the cause that the clients named. */
  reconnects: v.record(v.string(), seriesSchema),
  rttP50Ms: seriesSchema,
  rttP95Ms: seriesSchema,
  rttP99Ms: seriesSchema,
  loopLagMs: seriesSchema,
});

/** Where a distribution stands; null without a sample. */
const quantilesSchema = v.object({
  count,
  p50: v.nullable(duration),
  p95: v.nullable(duration),
  p99: v.nullable(duration),
});

/** How many lasted from `fromMs` to below `toMs`; null: without an end. */
const binSchema = v.object({ fromMs: duration, toMs: v.nullable(duration), count });

/** Outages as people saw them, by what the clients reported when they were back. */
const outagesSchema = v.object({
  count,
  /** Long enough for the banner to be shown. */
  shown: count,
  /** Sessions that have not come back. */
  unreturned: count,
  downMs: quantilesSchema,
  shownMs: v.array(binSchema),
  /** Of the time that sessions lasted, the part in which the person saw no outage; null without a session. */
  undisturbed: v.nullable(share),
  target: share,
  /** How many times faster than the target allows the error budget is used up. */
  burn: v.array(v.object({ windowMs: duration, rate: v.nullable(v.number()) })),
});

/** A limit of the path, learned from how connections end. */
const pathLimitSchema = v.object({
  kind: v.picklist(['idle', 'age']),
  /** Connections end after this silence, or at this age. */
  afterMs: duration,
  closes: count,
  /** Of the connections that came so far, the part that ended there. */
  ofThoseAtRisk: share,
  /** How probable such a peak is by chance. */
  chance: v.number(),
  learnedAt: instant,
  /** Of an idle limit: the longest interval that is safely below it. */
  longestIntervalMs: v.exactOptional(duration),
});

/** One gateway. */
const gatewaySchema = v.object({
  gatewayId: id,
  connections: count,
  status: v.picklist(['accepting', 'draining', 'closing']),
  chart: v.exactOptional(chartSchema),
});

/** What a gateway counts. Without a period asked for, what it counted since its start. */
export const statsSchema = v.object({
  gatewayId: id,
  startedAt: instant,
  /** The size of the set of connections. It is not a counter, which could drift. */
  connections: count,
  counters: countersSchema,
  closed: v.object(v.entriesFromList(CLOSE_REASONS, count)),
  /** Upgrades refused, by reason. */
  refused: v.object(v.entriesFromList(REFUSAL_REASONS, count)),
  /** By the cause that the clients named; unknown causes are `other`. */
  reconnects: v.record(v.string(), count),
  settings: settingsSchema,
  /** The clock of the gateway when it answered. */
  at: v.exactOptional(instant),
  /** What was asked for, as far as the memory reaches. Everything below is about it. */
  period: v.exactOptional(v.object({ from: instant, to: instant })),
  /** Heartbeats of both directions, over the period. */
  heartbeatsPerMinute: v.exactOptional(v.number()),
  /** Heartbeats missed in the period. */
  missedPerPeriod: v.exactOptional(count),
  rttMs: v.exactOptional(quantilesSchema),
  /** How long connections lasted that ended in the period. */
  connectionMs: v.exactOptional(quantilesSchema),
  outages: v.exactOptional(outagesSchema),
  /** Silence before the ends that neither side began. */
  silenceBeforeCloseMs: v.exactOptional(v.array(binSchema)),
  pathLimits: v.exactOptional(v.array(pathLimitSchema)),
  /** Bytes of heartbeats that a connection costs an hour, by those of the last five minutes of the period. */
  bytesPerHour: v.exactOptional(v.number()),
  chart: v.exactOptional(chartSchema),
  /** Every gateway; with its own chart when `per=gateway` asked for it. */
  gateways: v.exactOptional(v.array(gatewaySchema)),
  /** What the answer leaves out, and why, as sentences. */
  notes: v.exactOptional(v.array(text)),
});

export type GatewayCounters = v.InferOutput<typeof countersSchema>;
export type GatewayStats = v.InferOutput<typeof statsSchema>;
export type StatsChart = v.InferOutput<typeof chartSchema>;
export type StatsSeries = v.InferOutput<typeof seriesSchema>;
export type PathLimit = v.InferOutput<typeof pathLimitSchema>;
