import { encodeFrame, type HeartbeatTiming, type HelloFrame } from '../../protocol/frames.js';
import type { EventRecorder, Subject } from '../telemetry/eventRecorder.js';
import { knownCause, type Tally } from '../telemetry/tally.js';

/** What greetings need of the gateway. */
export interface GreetingContext {
  readonly gatewayId: string;
  readonly timing: () => HeartbeatTiming;
  readonly settingsVersion: () => number;
  readonly recorder: EventRecorder;
  readonly tally: Tally;
}

/**
 * The first frame on a socket: who the gateway is and how often it pings.
 * @param aliases the client is to dial by aliases of the path
 */
export function welcomeFrame(
  connectionId: string,
  aliases: true | undefined,
  { gatewayId, timing, settingsVersion }: GreetingContext,
): string {
  const version = settingsVersion();
  return encodeFrame({ kind: 'welcome', connectionId, gatewayId, heartbeat: timing(), version, aliases });
}

/** The settings in force, for a connection that was welcomed with other ones. */
export const settingsFrame = ({ timing, settingsVersion }: GreetingContext): string =>
  encodeFrame({ kind: 'settings', heartbeat: timing(), version: settingsVersion() });

/** Counts and records a reconnect, if the hello tells of one. */
export function recordReconnect(
  { attempt, previous }: HelloFrame,
  subject: Subject,
  { tally, recorder }: GreetingContext,
): void {
  if (!previous) return;
  const cause = knownCause(previous.cause);
  tally.reconnects[cause] += 1;
  const details = { attempt, downMs: previous.downMs, cause: cause === 'other' ? ('closed' as const) : cause };
  recorder.record('reconnected', details, subject);
}
