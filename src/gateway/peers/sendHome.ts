import { encodeCloseHint } from '../../protocol/closeHint.js';
import * as closeCodes from '../../protocol/closeCodes.js';
import type { RetryWindow } from '../../protocol/frames.js';
import type { CloseReason } from '../views.js';
import type { OpenPeer } from './peer.js';

/**
 * Closes a connection with 1012, because the gateway ends, and tells the client when to come back: in the close reason, and
 * in a frame before it, because some browsers hide the code and its reason (WebKitGTK).
 */
export function sendHome(
  peer: OpenPeer,
  { afterMs, windowMs }: RetryWindow,
  reason: Extract<CloseReason, 'drain' | 'shutdown'>,
): void {
  peer.sendAway(afterMs, windowMs, 'restart');
  peer.close(closeCodes.restart, encodeCloseHint({ afterMs, windowMs }, 'restart'), reason);
}
