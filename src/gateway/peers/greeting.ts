import { encodeFrame, type HeartbeatTiming, type HelloFrame } from '../../protocol/frames.js';
import type { Trying } from '../heartbeat/peerHeartbeat.js';
import type { RecordsWish } from '../../protocol/records.js';
import type { EventRecorder, Subject } from '../telemetry/eventRecorder.js';
import { knownCause, type Tally } from '../telemetry/tally.js';

/** Settings as a peer is told of them. */
export interface ToldSettings {
  readonly timing: HeartbeatTiming;
  readonly version: number;
  /** An operator has set the timing at run time. */
  readonly administered: boolean;
}

/** What greetings need of the gateway. */
export interface GreetingContext {
  readonly gatewayId: string;
  /** What a peer is told: what is in force, or the change that it tries. */
  readonly settingsFor: (peer: Trying) => ToldSettings;
  /** What clients are asked to tell. */
  readonly wants: { readonly records: RecordsWish } | undefined;
  readonly recorder: EventRecorder;
  readonly tally: Tally;
}

/**
 * The first frame on a socket: who the gateway is and how often it pings.
 * @param aliases the client is to dial by aliases of the path
 */
export const welcomeFrame = (connectionId: string, aliases: true | undefined, context: GreetingContext): string =>
  encodeFrame({
    kind: 'welcome',
    connectionId,
    gatewayId: context.gatewayId,
    ...settingsOf(NEWCOMER, context),
    aliases,
    wants: context.wants,
  });

/** Only the hello shows which share of the peers it belongs to. */
const NEWCOMER: Trying = { triesSince: null };

/** The settings in force, for a connection that was welcomed with other ones. */
export const settingsFrame = (peer: Trying, context: GreetingContext): string =>
  encodeFrame({ kind: 'settings', ...settingsOf(peer, context) });

function settingsOf(peer: Trying, { settingsFor }: GreetingContext) {
  const { timing, version, administered } = settingsFor(peer);
  return { heartbeat: timing, version, administered };
}

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
