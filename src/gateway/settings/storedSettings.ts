import * as v from 'valibot';
import { settledGuardSchema } from '../../admin/schemas/guard.js';
import { historyEntrySchema, writtenSettings } from '../../admin/schemas/settings.js';
import { settingValuesSchema } from '../../admin/schemas/settingValues.js';
import { HISTORY_LIMIT, type Journal } from './settingsJournal.js';
import type { WrittenValues } from './sources/settingValues.js';

const version = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const layer = v.object({
  intervalMs: v.exactOptional(writtenSettings.intervalMs),
  timeoutMs: v.exactOptional(writtenSettings.timeoutMs),
  admitPerSecond: v.exactOptional(writtenSettings.admitPerSecond),
  logLevel: v.exactOptional(writtenSettings.logLevel),
});
const mark = v.object({ version, at: v.number(), by: v.string() });
const marks = v.object({
  intervalMs: v.exactOptional(mark),
  timeoutMs: v.exactOptional(mark),
  admitPerSecond: v.exactOptional(mark),
  logLevel: v.exactOptional(mark),
});

const storedSchema = v.pipe(
  v.object({
    version,
    highest: version,
    runtime: layer,
    marks,
    base: v.object({ version, runtime: layer }),
    entries: v.pipe(v.array(v.object({ ...historyEntrySchema.entries, runtime: layer })), v.maxLength(HISTORY_LIMIT)),
    trying: v.nullable(version),
    lastGuard: v.nullable(settledGuardSchema),
    values: settingValuesSchema,
  }),
  v.check(({ version: inForce, highest }) => inForce <= highest, 'a version above the highest'),
);

/** What the settings keep over a restart: the journal, and the values that were in force. */
export interface StoredSettings {
  readonly journal: Journal;
  readonly values: WrittenValues;
}

/** Puts the settings into the form that is kept. */
export const toStored = (journal: Journal, values: WrittenValues): object => ({ ...journal, values });

const revisionSchema = v.object({
  shared: v.object({ revision: v.pipe(v.number(), v.safeInteger(), v.minValue(1)), stamp: v.string() }),
});

/** Which revision of a cluster's settings was kept; null for none. */
export function parseRevision(value: unknown): v.InferOutput<typeof revisionSchema>['shared'] | null {
  const result = v.safeParse(revisionSchema, value);
  return result.success ? result.output.shared : null;
}

/** Reads what was kept. Null for anything else: a file can have been edited by hand, and badly. */
export function parseStored(value: unknown): StoredSettings | null {
  const result = v.safeParse(storedSchema, value);
  if (!result.success) return null;
  const { values, ...journal } = result.output;
  return { journal, values };
}
