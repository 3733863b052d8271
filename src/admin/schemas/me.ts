import * as v from 'valibot';
import { text } from './fields.js';

/** A viewer may read; an operator may also change things. */
export const ROLES = ['viewer', 'operator'] as const;

/** Who asks, and what the caller may do. */
export const meSchema = v.object({
  role: v.picklist(ROLES),
  /** A name for the records of what was changed: a user, a service. */
  subject: text,
});

export const healthSchema = v.object({ status: v.picklist(['ok', 'draining', 'closing']) });

export type AdminRole = (typeof ROLES)[number];
export type AdminIdentity = v.InferOutput<typeof meSchema>;
