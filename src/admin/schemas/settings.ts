import * as v from 'valibot';
import { MAX_ADMIT_PER_SECOND, MAX_INTERVAL_MS, MAX_TIMEOUT_MS, MIN_MS } from '../bounds.js';
import { count, duration, instant, integerFrom, sent, text, writtenText } from './fields.js';
import { guardSchema, settledGuardSchema } from './guard.js';
import { LOG_LEVELS, settingValuesSchema } from './settingValues.js';

/** From the weakest to the strongest. */
const SETTING_SOURCES = ['default', 'code', 'file', 'environment', 'runtime'] as const;

const setting = <Value extends v.GenericSchema>(value: Value) =>
  v.object({
    value,
    source: v.picklist(SETTING_SOURCES),
    /** Of a value set at run time: when, and the operator's name. */
    at: v.exactOptional(instant),
    by: v.exactOptional(text),
    /** The version since which it applies. */
    version: v.exactOptional(count),
    /** What sets it, where that has a name: a file, a variable. */
    origin: v.exactOptional(text),
  });

const settingValueSchema = setting(v.number());

/** What is known of proxies in front of the gateway. */
const pathLimitAdviceSchema = v.object({
  /** Connections that are silent for this long are cut. */
  idleLimitMs: duration,
  /** Declared by the operator (`proxyIdleTimeoutMs`), or learned from how connections end. */
  known: v.picklist(['declared', 'learned']),
  /** The longest interval that is safely below it. */
  longestIntervalMs: duration,
});

/** The settings in force. */
export const settingsSchema = v.object({
  /** 1 at the start, one more with each change. It is the `ETag`, and what `If-Match` is compared with. */
  version: count,
  /** An operator has set the timing at run time. */
  administered: v.exactOptional(v.boolean()),
  intervalMs: settingValueSchema,
  timeoutMs: settingValueSchema,
  /** Upgrades admitted a second; null: as many as come. */
  admitPerSecond: v.exactOptional(setting(v.nullable(v.number()))),
  logLevel: v.exactOptional(setting(v.picklist(LOG_LEVELS))),
  /** A change that is being tried on a share of the peers; null without one. `too-few`, after a change: applied to all. */
  guard: v.exactOptional(v.nullable(v.union([guardSchema, v.literal('too-few')]))),
  /** How the last guarded change ended; null before the first. */
  lastGuard: v.exactOptional(v.nullable(settledGuardSchema)),
  /** Null: no limit is known, which does not mean that there is none. */
  pathLimit: v.exactOptional(v.nullable(pathLimitAdviceSchema)),
});

const intervalMs = integerFrom(MIN_MS, MAX_INTERVAL_MS, 'milliseconds');
const timeoutMs = integerFrom(MIN_MS, MAX_TIMEOUT_MS, 'milliseconds');

/** The settings that a file, or an operator, may write. */
export const writtenSettings = {
  intervalMs,
  timeoutMs,
  admitPerSecond: integerFrom(1, MAX_ADMIT_PER_SECOND),
  logLevel: v.picklist(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`),
};

const MAX_REASON = 500;

/** What may accompany every change. */
const changeOptions = {
  /** Why, for the history. */
  reason: v.exactOptional(writtenText(MAX_REASON)),
  /** Null applies the change to all peers at once, without trying it on a few. */
  guard: v.exactOptional(v.null('must be null, or not given')),
  /** Applies an interval that is above the known limit of the path. */
  force: v.exactOptional(v.boolean('must be true or false')),
  /** Reports what would change, and changes nothing. */
  dryRun: v.exactOptional(v.boolean('must be true or false')),
};

/** The members of a patch that set something. */
const SETTING_NAMES = ['intervalMs', 'timeoutMs', 'admitPerSecond', 'logLevel'] as const;

/** Null takes a run-time change back, so that the configured value applies again. */
export const settingsPatchSchema = v.pipe(
  sent({
    intervalMs: v.exactOptional(v.nullable(writtenSettings.intervalMs)),
    timeoutMs: v.exactOptional(v.nullable(writtenSettings.timeoutMs)),
    admitPerSecond: v.exactOptional(v.nullable(writtenSettings.admitPerSecond)),
    logLevel: v.exactOptional(v.nullable(writtenSettings.logLevel)),
    ...changeOptions,
  }),
  v.check(
    (patch) => SETTING_NAMES.some((name) => patch[name] !== undefined),
    `must name one of ${SETTING_NAMES.join(', ')}`,
  ),
);

/** Makes the values of an earlier version apply again, as a new version. */
export const rollbackSchema = sent({ version: integerFrom(1, Number.MAX_SAFE_INTEGER), ...changeOptions });

/** What a change would do, were it not a dry run. */
export const dryRunSchema = v.object({
  dryRun: v.literal(true),
  /** The version in force: the one to send as `If-Match` with the real change. */
  version: count,
  from: settingValuesSchema,
  to: settingValuesSchema,
  /** The connections that the change would reach, in the end. */
  connections: count,
  /** How it would be tried; null: it would apply to all at once; `too-few`: there are too few peers to try it on. */
  guard: v.nullable(
    v.union([
      v.literal('too-few'),
      v.object({
        shares: v.array(v.number()),
        /** The peers of the first share. */
        firstPeers: count,
        /** One window for each share. */
        windowMs: duration,
      }),
    ]),
  ),
  /** What speaks against it, as sentences. */
  warnings: v.array(text),
});

/** One version of the settings. */
export const historyEntrySchema = v.object({
  version: count,
  at: instant,
  /** The operator's name; `guard` for a change that was taken back by itself, `file` for one of the config file. */
  by: text,
  /** The address that the change came from; null for one that came from no request. */
  remote: v.nullable(text),
  reason: v.nullable(text),
  kind: v.picklist(['changed', 'rolled-back', 'taken-back', 'reloaded']),
  /** Of a version that repeats an earlier one: which. */
  repeats: v.exactOptional(count),
  /** Only the values that changed. */
  from: settingValuesSchema,
  to: settingValuesSchema,
  /** How a guarded change stands, or ended. */
  guard: v.nullable(v.picklist(['running', 'promoted', 'reverted', 'undecided', 'interrupted', 'too-few'])),
});

/** The newest first. */
export const historySchema = v.object({
  /** The version in force. */
  version: count,
  /** How many entries are kept. */
  limit: count,
  entries: v.array(historyEntrySchema),
});

export type SettingValue = v.InferOutput<typeof settingValueSchema>;
export type SettingsView = v.InferOutput<typeof settingsSchema>;
export type SettingsPatch = v.InferOutput<typeof settingsPatchSchema>;
export type SettingsRollback = v.InferOutput<typeof rollbackSchema>;
export type SettingsDryRun = v.InferOutput<typeof dryRunSchema>;
export type SettingsHistoryEntry = v.InferOutput<typeof historyEntrySchema>;
export type SettingsHistory = v.InferOutput<typeof historySchema>;
