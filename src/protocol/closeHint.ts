import { parseFrame } from './parse.js';

/**
 * Reads the window that a draining gateway may put into its close reason: JSON with `afterMs` and `windowMs`, the same
 * hint as `heartbeat.reconnect`. Undefined for every other reason.
 */
export function parseCloseHint(reason: string): { readonly afterMs: number; readonly windowMs: number } | undefined {
  if (!reason.startsWith('{')) return undefined;
  const frame = parseFrame(reason.replace('{', '{"type":"heartbeat.reconnect",'));
  return frame.kind === 'reconnect' ? { afterMs: frame.afterMs, windowMs: frame.windowMs } : undefined;
}
