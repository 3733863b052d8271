import type { HeartbeatTiming } from '../../protocol/frames.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';

/** A ping may come half a slot of the sweep late, and has to get there: with less than a tenth to spare it is a gamble. */
const SAFE_SHARE = 0.9;
const RULE = 'proxy_idle_timeout';

/**
 * Holds the interval in force against the limit of the proxies in front, as far as the operator has named it. Returns what
 * to call when the timing has changed; the first look comes by itself, after the caller has had the time to subscribe.
 */
export function watchProxyIdle(
  proxyIdleTimeoutMs: number | undefined,
  timing: () => HeartbeatTiming,
  recorder: EventRecorder,
): () => void {
  if (proxyIdleTimeoutMs === undefined) return () => {};
  let isRaised = false;
  const look = (): void => {
    const { intervalMs } = timing();
    const isUnsafe = intervalMs > proxyIdleTimeoutMs * SAFE_SHARE;
    if (isUnsafe === isRaised) return;
    isRaised = isUnsafe;
    if (!isUnsafe) return recorder.record('alert.cleared', { rule: RULE });
    const most = Math.floor(proxyIdleTimeoutMs * SAFE_SHARE);
    const message =
      `the heartbeat interval (${intervalMs} ms) is not safely below the proxy's idle timeout (${proxyIdleTimeoutMs} ms): ` +
      `idle connections will be cut. Set the interval to ${most} ms or less, or raise the proxy's timeout.`;
    recorder.record('alert.raised', { rule: RULE, message });
  };
  queueMicrotask(look);
  return look;
}
