import * as v from 'valibot';
import { count, duration, id, instant, sent, share, text } from './fields.js';
import { settingValuesSchema } from './settingValues.js';

/** One side of the comparison: the peers that try a change, or the rest. */
const guardShareSchema = v.object({
  peers: count,
  /** Their connections that ended without a closing handshake. */
  abnormalCloses: count,
  /** The people who came back from such an end; each counts once. */
  people: count,
  heartbeatTimeouts: count,
  /** Outages that were long enough to be shown to the person. */
  outagesShown: count,
});

/** Something that the comparison counts. */
const guardEventSchema = v.object({
  at: instant,
  share: v.picklist(['tried', 'rest']),
  kind: v.picklist(['closed', 'returned']),
  /** How long nothing had travelled in either direction before the close. */
  silentMs: v.exactOptional(duration),
});

/** A change of the timing that is being tried on a share of the peers. */
export const guardSchema = v.object({
  id,
  status: v.picklist(['running', 'undecided']),
  /** The version of the settings that the change has, or would get. */
  version: count,
  startedAt: instant,
  by: text,
  reason: v.nullable(text),
  from: settingValuesSchema,
  to: settingValuesSchema,
  /** The share that tries it now, and when its window ends. */
  share,
  windowStartedAt: instant,
  windowEndsAt: instant,
  /** All shares, in order. */
  shares: v.array(share),
  /** The peers that try the change beside those that do not. */
  tried: guardShareSchema,
  rest: guardShareSchema,
  /** What the verdict rests on: taken back when `evidence` reaches `evidenceNeeded` with `peopleNeeded` people. */
  evidence: v.number(),
  evidenceNeeded: v.number(),
  peopleNeeded: count,
  /** The silence after which several connections of the share ended; null when no such silence stands out. */
  sameSilenceMs: v.nullable(duration),
  /** The newest last; bounded. */
  events: v.array(guardEventSchema),
  /** Where it stands and what is missing for a verdict, as sentences. */
  says: text,
});

/** How a guarded change ended. */
export const settledGuardSchema = v.object({
  ...guardSchema.entries,
  status: v.picklist(['promoted', 'reverted', 'undecided', 'interrupted']),
  endedAt: instant,
  /** An operator's name, or `guard`. */
  endedBy: text,
});

/** Ends a guarded change by hand. */
export const guardOrderSchema = sent({
  action: v.picklist(['promote', 'revert'], 'must be "promote" or "revert"'),
});

export type GuardView = v.InferOutput<typeof guardSchema>;
export type SettledGuard = v.InferOutput<typeof settledGuardSchema>;
export type GuardShare = v.InferOutput<typeof guardShareSchema>;
export type GuardOrder = v.InferOutput<typeof guardOrderSchema>;
