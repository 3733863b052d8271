import type { SettingsSource } from '../protocol/events.js';
import type { HeartbeatTiming } from '../protocol/frames.js';
import type { GivenTiming } from './event.js';
import { defaultTimeoutMs, type MachineConfig } from './options.js';
import { record, type Step } from './step.js';

/** The timing in force, and where it comes from. */
export interface SettingsInForce {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly source: SettingsSource;
  /** The gateway's version of the settings; 0 before the first. */
  readonly version: number;
}

/** The gateway's timing, within the bounds that the app allows. */
export function follow(
  settings: SettingsInForce,
  offered: { readonly timing: HeartbeatTiming; readonly version: number; readonly administered?: boolean | undefined },
  step: Step,
): SettingsInForce {
  const { heartbeat } = step.config;
  if (!heartbeat?.follow) return settings;
  const { timing, version, administered } = offered;
  const { minMs, maxMs } = heartbeat.bounds;
  // A codec of the app's may have made NaN of a field that is missing.
  const intervalMs = Math.min(Math.max(timing.intervalMs || 0, minMs), maxMs);
  // The app knows about proxies on its path that cut early, the gateway does not. So a faster interval of the app's stays
  // until an operator sets another at run time. A version tells nothing of that: a file may have changed.
  const own = ownTiming(heartbeat, settings);
  if (own && !administered && own.intervalMs <= intervalMs) {
    return change(settings, { ...own, version }, step);
  }
  const timeoutMs = Math.min(Math.max(timing.timeoutMs || 0, minMs), defaultTimeoutMs(maxMs));
  return change(settings, { intervalMs, timeoutMs, source: 'gateway', version }, step);
}

/** The timing that the app has set, by `configure` or by its options; null where it set none. */
function ownTiming(
  { chosen, intervalMs, timeoutMs }: NonNullable<MachineConfig['heartbeat']>,
  settings: SettingsInForce,
): SettingsInForce | null {
  if (settings.source === 'runtime') return settings;
  return chosen ? { intervalMs, timeoutMs, source: 'options', version: settings.version } : null;
}

/** New timing of the app's own. Without a timeout of its own, a new interval brings its default timeout. */
export function configure(settings: SettingsInForce, timing: GivenTiming, step: Step): SettingsInForce {
  const { intervalMs = settings.intervalMs } = timing;
  const { timeoutMs = timing.intervalMs === undefined ? settings.timeoutMs : defaultTimeoutMs(intervalMs) } = timing;
  return change(settings, { intervalMs, timeoutMs, source: 'runtime', version: settings.version }, step);
}

function change(from: SettingsInForce, to: SettingsInForce, step: Step): SettingsInForce {
  if (from.intervalMs !== to.intervalMs || from.timeoutMs !== to.timeoutMs) {
    record(step, 'settings.changed', {
      from: { intervalMs: from.intervalMs, timeoutMs: from.timeoutMs },
      to: { intervalMs: to.intervalMs, timeoutMs: to.timeoutMs },
      source: to.source,
      version: to.version,
    });
  }
  return to;
}
