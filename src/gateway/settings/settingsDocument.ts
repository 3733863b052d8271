import * as v from 'valibot';
import { noticeOrderSchema, type NoticeOrder } from '../../admin/schemas/notice.js';
import { printable } from '../telemetry/printable.js';
import { drainOrderSchema } from '../../admin/schemas/drain.js';
import { sent } from '../../admin/schemas/fields.js';
import { guardOrderSchema, type GuardOrder } from '../../admin/schemas/guard.js';
import {
  rollbackSchema,
  settingsPatchSchema,
  writtenSettings,
  type SettingsRollback,
} from '../../admin/schemas/settings.js';
import type { DrainOrder, SettingsPatch } from '../views.js';

// Strict, because a misspelt key that is ignored silently looks like a setting that is in force.
const fileSchema = sent({
  $schema: v.optional(v.string()),
  heartbeat: v.optional(
    sent({
      intervalMs: v.optional(writtenSettings.intervalMs),
      timeoutMs: v.optional(writtenSettings.timeoutMs),
      admitPerSecond: v.optional(writtenSettings.admitPerSecond),
      logLevel: v.optional(writtenSettings.logLevel),
    }),
  ),
});
const wrappedPatchSchema = v.strictObject({ heartbeat: settingsPatchSchema });

/** A parsed document, or what is wrong with it, as text that is safe in a log and in a response. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/** The content of a configuration file. */
export type SettingsFile = v.InferOutput<typeof fileSchema>;

/** Reads `{ "heartbeat": { "intervalMs": …, "timeoutMs": … } }`. Never throws. */
export const parseSettingsFile = (text: string): Parsed<SettingsFile> => parse(fileSchema, text);
/**
 * Reads `{ "intervalMs": …, "timeoutMs": … }`, bare or under `heartbeat` as in the file. Null takes a run-time change back.
 * Never throws.
 */
export function parseSettingsPatch(text: string): Parsed<SettingsPatch> {
  const root = parseJson(text);
  if (!root.ok) return root;
  // Chosen before it is checked, so that an error names the key that is wrong, and not the one around it.
  if (!isObject(root.value) || !('heartbeat' in root.value)) return check(settingsPatchSchema, root.value);
  const wrapped = check(wrappedPatchSchema, root.value);
  return wrapped.ok ? { ok: true, value: wrapped.value.heartbeat } : wrapped;
}

/** Reads `{ "action": "promote" }`. Never throws. */
export const parseGuardOrder = (text: string): Parsed<GuardOrder> => parse(guardOrderSchema, text);

/** Reads `{ "version": 3, "reason": "…" }`. Never throws. */
export const parseRollback = (text: string): Parsed<SettingsRollback> => parse(rollbackSchema, text);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Reads `{ "overMs": 30000 }`, or nothing at all. Never throws. */
export const parseDrainOrder = (text: string): Parsed<DrainOrder> =>
  parse(drainOrderSchema, text.trim() === '' ? '{}' : text);

/** Reads `{ "text": { "en": "…" } }`, and perhaps `level` and `forMs`. Never throws. */
export const parseNoticeOrder = (text: string): Parsed<NoticeOrder> => parse(noticeOrderSchema, text);

function parse<T>(schema: v.GenericSchema<unknown, T>, text: string): Parsed<T> {
  const root = parseJson(text);
  return root.ok ? check(schema, root.value) : root;
}

function parseJson(text: string): Parsed<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, message: 'is not JSON' };
  }
}

function check<T>(schema: v.GenericSchema<unknown, T>, root: unknown): Parsed<T> {
  const result = v.safeParse(schema, root, { abortEarly: true });
  if (result.success) return { ok: true, value: result.output };
  return { ok: false, message: describe(result.issues[0]) };
}

function describe(issue: v.BaseIssue<unknown>): string {
  const path = printable(v.getDotPath(issue) ?? '', 80);
  // The only issue with a message of valibot's own: a key that the strict object does not know, or misses.
  const about = issue.expected === 'never' ? 'is not known' : 'is missing';
  return [path, issue.type === 'strict_object' ? about : issue.message].filter(Boolean).join(' ');
}
