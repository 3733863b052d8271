import * as v from 'valibot';
import { count, id, instant, text } from './fields.js';

const alertSchema = v.object({
  id,
  rule: text,
  severity: v.picklist(['info', 'warning', 'critical']),
  /** What is so, as a sentence. */
  message: text,
  /** What to do about it, as a sentence. */
  advice: v.exactOptional(text),
  gatewayId: v.nullable(id),
  raisedAt: instant,
  /** Null while it is active. */
  clearedAt: v.nullable(instant),
  /** The period it is about: from before it began, so that a chart of it shows the difference. */
  from: instant,
  to: instant,
  /** How much, and how much is usual, in the unit of the rule. */
  value: v.nullable(v.number()),
  usual: v.nullable(v.number()),
  unit: v.exactOptional(text),
  /** The peers in it, where they can be counted. */
  peers: v.exactOptional(count),
});

const ruleSchema = v.object({
  rule: text,
  title: text,
  /** When it is raised and when it is cleared, as sentences. */
  raises: text,
  clears: text,
  state: v.picklist(['quiet', 'active', 'warming-up', 'off']),
  /** What it can see at the present load, as a sentence. */
  canSee: v.exactOptional(text),
});

/** The rules, what is active, and what was. */
export const alertsSchema = v.object({
  at: instant,
  rules: v.array(ruleSchema),
  active: v.array(alertSchema),
  /** The newest first; bounded. */
  recent: v.array(alertSchema),
});

export type Alert = v.InferOutput<typeof alertSchema>;
export type AlertRule = v.InferOutput<typeof ruleSchema>;
export type Alerts = v.InferOutput<typeof alertsSchema>;
