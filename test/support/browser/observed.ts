import type { HeartbeatEvent } from '../../../src/client/index.js';

/** What the page under test saw, with its own monotonic time `t`. */
export interface Observed {
  readonly events: (HeartbeatEvent & { readonly t: number })[];
  readonly states: { readonly status: string; readonly lost: boolean; readonly t: number }[];
  statusRenders: number;
  formMounts: number;
  messages: number;
}
