import type { LogLabels } from '../labels.js';

/** The built-in English of `HeartbeatLog`. */
export const englishLog: LogLabels = {
  name: 'Events',
  filter: 'Show',
  everything: 'Everything',
  pause: 'Pause',
  follow: 'Follow',
  copy: 'Copy',
  copied: 'Copied',
  download: 'Download',
  empty: 'No events yet.',
  earlier: (count) => `${count} earlier not shown`,
};
