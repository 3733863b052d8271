import { checkInteger } from '../../protocol/options/optionRules.js';
import { createSchedule, type ScheduleOptions } from '../schedule.js';

/** The shape of SignalR's `IRetryPolicy`. */
export interface SignalRRetryPolicy {
  nextRetryDelayInMilliseconds(context: { readonly previousRetryCount: number }): number | null;
}

/**
 * Makes the retry policy of a HubConnection: the schedule of this package, where SignalR's own gives up after 42 seconds.
 * Each connection needs one of its own.
 *
 * @param options `maxAttempts`: after so many the connection is closed; by default `Infinity`, never
 * @throws HeartbeatOptionError for an invalid delay or number of attempts
 * @example new HubConnectionBuilder().withUrl('/hub').withAutomaticReconnect(signalRRetryPolicy()).build();
 */
export function signalRRetryPolicy(
  options: ScheduleOptions & { readonly maxAttempts?: number | undefined } = {},
): SignalRRetryPolicy {
  const delayOf = createSchedule(options);
  const maxAttempts = checkInteger('maxAttempts', options.maxAttempts ?? Infinity, 0, undefined, true);
  return {
    nextRetryDelayInMilliseconds: ({ previousRetryCount }) =>
      previousRetryCount < maxAttempts ? delayOf(previousRetryCount + 1) : null,
  };
}
