import { createSchedule, type ScheduleOptions } from '../schedule.js';

/**
 * Makes the `reconnectAfterMs` of a phoenix Socket, or of Supabase's realtime client: the schedule of this package. Each
 * client needs one of its own.
 *
 * @throws HeartbeatOptionError for an invalid delay
 * @example const socket = new Socket('/socket', { reconnectAfterMs: phoenixReconnectAfterMs() });
 */
export const phoenixReconnectAfterMs = (options?: ScheduleOptions): ((tries: number) => number) =>
  createSchedule(options);
