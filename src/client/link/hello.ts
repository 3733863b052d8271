import type { Effect } from '../../machine/effect.js';
import { encodeFrame } from '../../protocol/frames.js';
import { VERSION } from './version.js';

/** Who is connected with whom. */
export interface Ids {
  /** What the welcome of this socket says; null before one. */
  readonly connectionId: string | null;
  readonly gatewayId: string | null;
  /** One for all connections; null before the first attempt. */
  readonly sessionId: string | null;
}

/** Before the first attempt. */
export const UNKNOWN: Ids = { connectionId: null, gatewayId: null, sessionId: null };

/**
 * What the client says of itself after a welcome.
 * @param previousId the last connection before that was welcomed
 * @param now epoch ms
 */
export const encodeHello = (
  { attempt, previous }: Extract<Effect, { type: 'hello.send' }>,
  { sessionId }: Ids,
  previousId: string | undefined,
  now: number,
): string =>
  encodeFrame({
    kind: 'hello',
    client: `heartbeat-socket/${VERSION}`,
    sessionId: sessionId as string,
    at: Math.round(now),
    attempt,
    knows: ['notice'],
    previous: previous ? { connectionId: previousId, ...previous } : undefined,
  });
