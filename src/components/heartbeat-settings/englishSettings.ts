import type { SettingsLabels } from '../labels.js';

/** The built-in English of `HeartbeatSettings`. */
export const englishSettings: SettingsLabels = {
  name: 'Heartbeat',
  interval: 'Interval in seconds',
  timeout: 'Timeout in seconds',
  apply: 'Apply',
  invalid: 'Enter whole seconds, 1 or more.',
  pings: (perMinute) => `${perMinute} pings per minute`,
  traffic: (kilobytesPerHour) => `${kilobytesPerHour} kB per hour`,
  detection: (seconds) => `Failure noticed within ${seconds} s`,
  source: { default: 'default', options: 'from the app', gateway: 'from the gateway', runtime: 'changed here' },
};
