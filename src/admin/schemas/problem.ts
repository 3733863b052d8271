import * as v from 'valibot';
import { count, duration, text } from './fields.js';
import { guardSchema } from './guard.js';
import { historyEntrySchema, settingsSchema } from './settings.js';

/** An error as RFC 9457 writes it: of the admin interface, or why an upgrade is refused. */
export const problemSchema = v.object({
  /** `about:blank` when the status says all. */
  type: text,
  title: text,
  status: count,
  detail: v.exactOptional(text),
  /** When to ask again: pages of another origin cannot read the `Retry-After` header. */
  retryAfterMs: v.exactOptional(duration),
});

/** 412: the settings have changed since the version that `If-Match` names. */
export const staleProblemSchema = v.object({
  ...problemSchema.entries,
  /** The settings in force now. */
  current: v.exactOptional(settingsSchema),
  /** What came in between, the newest first, as far as the history reaches. */
  changes: v.exactOptional(v.array(historyEntrySchema)),
});

/** 409: a guarded change is running. */
export const guardProblemSchema = v.object({ ...problemSchema.entries, guard: v.exactOptional(guardSchema) });

export type ProblemDocument = v.InferOutput<typeof problemSchema>;
