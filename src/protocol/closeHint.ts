import { MAX_CLOSE_REASON_BYTES, type RetryWindow } from './frames.js';
import { parseFrame } from './parse.js';

/**
 * Writes the window in which a client may come back into a close reason. Words that do not fit beside it are cut.
 * @example encodeCloseHint({ afterMs: 0, windowMs: 5_000 }, 'restart') // {"afterMs":0,"windowMs":5000,"reason":"restart"}
 */
export function encodeCloseHint({ afterMs, windowMs }: RetryWindow, why: string): string {
  const words = Array.from(why);
  for (;;) {
    const text = JSON.stringify({ afterMs, windowMs, reason: words.join('') });
    if (words.length === 0 || new TextEncoder().encode(text).length <= MAX_CLOSE_REASON_BYTES) return text;
    words.pop();
  }
}

/**
 * Reads the window that a draining gateway may put into its close reason: JSON with `afterMs` and `windowMs`, the same
 * hint as `heartbeat.reconnect`. Undefined for every other reason.
 */
export function parseCloseHint(reason: string): RetryWindow | undefined {
  if (!reason.startsWith('{')) return undefined;
  const frame = parseFrame(reason.replace('{', '{"type":"heartbeat.reconnect",'));
  return frame.kind === 'reconnect' ? { afterMs: frame.afterMs, windowMs: frame.windowMs } : undefined;
}
