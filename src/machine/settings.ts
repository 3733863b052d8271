import type { HeartbeatTiming } from '../protocol/frames.js';
import { record, type Effect } from './effect.js';
import { defaultTimeoutMs, type MachineConfig } from './options.js';
import type { SettingsInForce } from './state.js';

type SettingsStep = readonly [SettingsInForce, readonly Effect[]];

/** The gateway's timing, within what we allow it. */
export function follow(
  config: MachineConfig,
  settings: SettingsInForce,
  offered: { readonly timing: HeartbeatTiming; readonly version: number; readonly welcome: boolean },
): SettingsStep {
  const { heartbeat } = config;
  if (!heartbeat?.follow) return [settings, []];
  const { minMs, maxMs } = heartbeat.bounds;
  const intervalMs = Math.min(Math.max(offered.timing.intervalMs, minMs), maxMs);
  // The interval of a proxy that cuts early is known to the app, not to the gateway: until an administrator has spoken
  // (version 2), a faster beat that the app's author wrote stays.
  const own = ownTiming(heartbeat, settings);
  if (own && offered.welcome && offered.version <= 1 && own.intervalMs <= intervalMs) {
    return change(settings, { ...own, version: offered.version });
  }
  const timeoutMs = Math.min(Math.max(offered.timing.timeoutMs, minMs), defaultTimeoutMs(maxMs));
  return change(settings, { intervalMs, timeoutMs, source: 'gateway', version: offered.version });
}

function ownTiming(
  { chosen, intervalMs, timeoutMs }: NonNullable<MachineConfig['heartbeat']>,
  settings: SettingsInForce,
): SettingsInForce | null {
  if (settings.source === 'runtime') return settings;
  return chosen ? { intervalMs, timeoutMs, source: 'options', version: settings.version } : null;
}

/** The app's own new timing. A timeout that was not named follows a new interval. */
export function configure(settings: SettingsInForce, timing: Partial<HeartbeatTiming>): SettingsStep {
  const intervalMs = timing.intervalMs ?? settings.intervalMs;
  const timeoutMs =
    timing.timeoutMs ?? (timing.intervalMs === undefined ? settings.timeoutMs : defaultTimeoutMs(intervalMs));
  return change(settings, { intervalMs, timeoutMs, source: 'runtime', version: settings.version });
}

function change(from: SettingsInForce, to: SettingsInForce): SettingsStep {
  if (from.intervalMs === to.intervalMs && from.timeoutMs === to.timeoutMs) return [to, []];
  return [
    to,
    [
      record('settings.changed', {
        from: { intervalMs: from.intervalMs, timeoutMs: from.timeoutMs },
        to: { intervalMs: to.intervalMs, timeoutMs: to.timeoutMs },
        source: to.source,
        version: to.version,
      }),
    ],
  ];
}
