import * as v from 'valibot';
import { printable } from '../telemetry/printable.js';
import type { SettingsPatch } from '../views.js';
import { TIMEOUT_INTERVALS } from './layeredSettings.js';

/** Bounds of a change at run time. Shorter intervals cost too much; for longer ones no proxy keeps the connection. */
const MIN_MS = 1_000;
const MAX_INTERVAL_MS = 300_000;

const duration = (minMs: number, maxMs: number) => {
  const rule = `must be an integer from ${minMs} to ${maxMs} (milliseconds)`;
  return v.pipe(v.number(rule), v.integer(rule), v.minValue(minMs, rule), v.maxValue(maxMs, rule));
};
const intervalMs = duration(MIN_MS, MAX_INTERVAL_MS);
const timeoutMs = duration(MIN_MS, TIMEOUT_INTERVALS * MAX_INTERVAL_MS);

/** For valibot, an array is an object without keys. */
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const mustBeObject = v.custom<object>(isObject, 'must be an object');

// Strict, because a misspelt key that is ignored silently looks like a setting that is in force.
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
  v.strictObject({
    intervalMs: v.exactOptional(v.nullable(intervalMs)),
    timeoutMs: v.exactOptional(v.nullable(timeoutMs)),
  }),
  v.check((patch) => Object.keys(patch).length > 0, 'must name intervalMs, timeoutMs or both'),
);

/** An hour. */
const MAX_DRAIN_MS = 3_600_000;
const drainSchema = v.pipe(mustBeObject, v.strictObject({ overMs: v.optional(duration(0, MAX_DRAIN_MS)) }));

const wrappedPatchSchema = v.strictObject({ heartbeat: patchSchema });

/** A parsed document, or what is wrong with it, as text that is safe in a log and in a response. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/** The content of a configuration file. */
export type SettingsFile = v.InferOutput<typeof fileSchema>;

/** Reads `{ "heartbeat": { "intervalMs": …, "timeoutMs": … } }`. Never throws. */
export const parseSettingsFile = (text: string): Parsed<SettingsFile> => parse(fileSchema, text);
/**
 * Reads `{ "intervalMs": …, "timeoutMs": … }`, where null takes a run-time change back, bare or under `heartbeat` as in
 * the file. Any content type will do, because there is no cookie that a foreign page could make use of. Never throws.
 */
export const parseSettingsPatch = (text: string): Parsed<SettingsPatch> => {
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
  // The only issue with a message of valibot's own: a key that the strict object does not know.
  return [path, issue.type === 'strict_object' ? 'is not known' : issue.message].filter(Boolean).join(' ');
}
