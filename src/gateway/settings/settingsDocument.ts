import * as v from 'valibot';
import { printable } from '../telemetry/printable.js';
import { TIMEOUT_INTERVALS } from './optionRules.js';

/** What may be asked for at run time. Shorter and pings crowd out the messages; longer and no proxy keeps the connection. */
const MIN_MS = 1_000;
const MAX_INTERVAL_MS = 300_000;

const duration = (maxMs: number) => {
  const rule = `must be an integer from ${MIN_MS} to ${maxMs} (milliseconds)`;
  return v.pipe(v.number(rule), v.integer(rule), v.minValue(MIN_MS, rule), v.maxValue(maxMs, rule));
};
const intervalMs = duration(MAX_INTERVAL_MS);
const timeoutMs = duration(TIMEOUT_INTERVALS * MAX_INTERVAL_MS);

/** An array, to valibot, is an object without keys. */
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const mustBeObject = v.custom<object>(isObject, 'must be an object');

// Strict: a misspelt key that is silently ignored is a setting that somebody believes in.
const fileSchema = v.pipe(
  mustBeObject,
  v.strictObject({
    $schema: v.optional(v.string()),
    heartbeat: v.optional(
      v.pipe(mustBeObject, v.strictObject({ intervalMs: v.optional(intervalMs), timeoutMs: v.optional(timeoutMs) })),
    ),
  }),
);
const patchSchema = v.pipe(
  mustBeObject,
  v.strictObject({ intervalMs: v.nullish(intervalMs), timeoutMs: v.nullish(timeoutMs) }),
  v.check((patch) => Object.keys(patch).length > 0, 'must name intervalMs, timeoutMs or both'),
);

/** An hour: whoever means longer means another thing than a drain. */
const MAX_DRAIN_MS = 3_600_000;
const drainRule = `must be an integer from 0 to ${MAX_DRAIN_MS} (milliseconds)`;
const drainSchema = v.pipe(
  mustBeObject,
  v.strictObject({
    overMs: v.optional(
      v.pipe(v.number(drainRule), v.integer(drainRule), v.minValue(0, drainRule), v.maxValue(MAX_DRAIN_MS, drainRule)),
    ),
  }),
);

const wrappedPatchSchema = v.strictObject({ heartbeat: patchSchema });

/** A parsed document, or what is wrong with it, in words fit for a log and a response. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/** The content of a configuration file. */
export type SettingsFile = v.InferOutput<typeof fileSchema>;
/** The body of a PATCH. */
export type SettingsPatchBody = v.InferOutput<typeof patchSchema>;

/** Reads `{ "heartbeat": { "intervalMs": …, "timeoutMs": … } }`. Never throws. */
export const parseSettingsFile = (text: string): Parsed<SettingsFile> => parse(fileSchema, text);
/**
 * Reads `{ "intervalMs": …, "timeoutMs": … }`, where null takes a run-time change back, bare or under `heartbeat` as in
 * the file. Whatever its content type: there is no cookie that a foreign page could make use of. Never throws.
 */
export const parseSettingsPatch = (text: string): Parsed<SettingsPatchBody> => {
  const wrapped = parse(wrappedPatchSchema, text);
  return wrapped.ok ? { ok: true, value: wrapped.value.heartbeat } : parse(patchSchema, text);
};

/** Reads `{ "overMs": 30000 }`, or nothing at all. Never throws. */
export const parseDrainOrder = (text: string): Parsed<v.InferOutput<typeof drainSchema>> =>
  parse(drainSchema, text.trim() === '' ? '{}' : text);

function parse<T>(schema: v.GenericSchema<unknown, T>, text: string): Parsed<T> {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return { ok: false, message: 'is not JSON' };
  }
  const result = v.safeParse(schema, root, { abortEarly: true });
  if (result.success) return { ok: true, value: result.output };
  return { ok: false, message: describe(result.issues[0]) };
}

function describe(issue: v.BaseIssue<unknown>): string {
  const path = printable(v.getDotPath(issue) ?? '', 80);
  // The one issue whose words are valibot's: a key that the strict object has no entry for.
  return [path, issue.type === 'strict_object' ? 'is not known' : issue.message].filter(Boolean).join(' ');
}
