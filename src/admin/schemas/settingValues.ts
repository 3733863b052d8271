import * as v from 'valibot';
import { duration } from './fields.js';

/** The least important records that are logged. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** Some settings by name. Null: no value at run time, or no limit. */
export const settingValuesSchema = v.object({
  intervalMs: v.exactOptional(v.nullable(duration)),
  timeoutMs: v.exactOptional(v.nullable(duration)),
  admitPerSecond: v.exactOptional(v.nullable(v.number())),
  logLevel: v.exactOptional(v.nullable(v.picklist(LOG_LEVELS))),
});
