import { encodeFrame, type HelloFrame } from '../../protocol/frames.js';
import type { ConnectionContext } from './connectionContext.js';
import type { Heart } from '../heartbeat/heart.js';
import { knownCause } from '../telemetry/tally.js';

/** The first frame on a socket: who the gateway is and how it beats. */
export function welcomeFrame(connectionId: string, { gatewayId, timing, settingsVersion }: ConnectionContext): string {
  return encodeFrame({
    kind: 'welcome',
    connectionId,
    gatewayId,
    heartbeat: timing(),
    version: settingsVersion(),
  });
}

/** The settings in force, told to a connection that has been welcomed by others. */
export const settingsFrame = ({ timing, settingsVersion }: ConnectionContext): string =>
  encodeFrame({ kind: 'settings', heartbeat: timing(), version: settingsVersion() });

/** Takes the answer to the welcome: which dial of the client this is, and what became of its last connection. */
export function takeHello(heart: Heart, { attempt, previous }: HelloFrame, context: ConnectionContext): void {
  heart.dialect = 'ids';
  if (!previous) return;
  const cause = knownCause(previous.cause);
  context.tally.reconnects[cause] += 1;
  const details = { attempt, downMs: previous.downMs, cause: cause === 'other' ? ('closed' as const) : cause };
  context.recorder.record('reconnected', details, heart);
}
