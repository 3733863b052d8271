import { encodeFrame, type HeartbeatTiming, type HelloFrame } from '../../protocol/frames.js';
import type { EventRecorder, Subject } from '../telemetry/eventRecorder.js';
import { knownCause, type Tally } from '../telemetry/tally.js';

/** What greetings need of the gateway. */
export interface GreetingContext {
  readonly gatewayId: string;
  readonly timing: () => HeartbeatTiming;
  readonly settingsVersion: () => number;
  /** An operator has set the timing at run time. */
  readonly isAdministered: () => boolean;
  readonly recorder: EventRecorder;
  readonly tally: Tally;
}

/**
 * The first frame on a socket: who the gateway is and how often it pings.
 * @param aliases the client is to dial by aliases of the path
 */
export const welcomeFrame = (connectionId: string, aliases: true | undefined, context: GreetingContext): string =>
  encodeFrame({ kind: 'welcome', connectionId, gatewayId: context.gatewayId, ...settingsOf(context), aliases });

/** The settings in force, for a connection that was welcomed with other ones. */
export const settingsFrame = (context: GreetingContext): string =>
  encodeFrame({ kind: 'settings', ...settingsOf(context) });

const settingsOf = ({ timing, settingsVersion, isAdministered }: GreetingContext) => ({
  heartbeat: timing(),
  version: settingsVersion(),
  administered: isAdministered(),
});

/** Counts and records a reconnect, if the hello tells of one. */
export function recordReconnect(
  { attempt, previous }: HelloFrame,
  subject: Subject,
  { tally, recorder }: GreetingContext,
): void {
  if (!previous) return;
  const { connectionId: previousId, downMs, shownMs } = previous;
  const known = knownCause(previous.cause);
  tally.reconnects[known] += 1;
  const cause = known === 'other' ? ('closed' as const) : known;
  recorder.record('reconnected', { attempt, downMs, cause, shownMs, previousId }, subject);
}
