import type { HeartbeatTiming } from '../../protocol/frames.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import { longestInterval } from './pathLimit.js';

const RULE = 'proxy_idle_timeout';

/**
 * Compares the interval in force with the idle limit of the proxies in front, where the operator has named one, and raises
 * or clears an alert. Returns the function that compares again, for when the timing has changed. The first comparison
 * comes by itself, after the caller has had the time to subscribe.
 */
export function watchProxyIdle(
  proxyIdleTimeoutMs: number | undefined,
  timing: () => HeartbeatTiming,
  recorder: EventRecorder,
): () => void {
  if (proxyIdleTimeoutMs === undefined) return () => {};
  const longestMs = longestInterval(proxyIdleTimeoutMs);
  let isRaised = false;
  const compare = (): void => {
    const { intervalMs } = timing();
    const isUnsafe = intervalMs > longestMs;
    if (isUnsafe === isRaised) return;
    isRaised = isUnsafe;
    if (!isUnsafe) return recorder.record('alert.cleared', { rule: RULE });
    const message =
      `The heartbeat interval (${intervalMs} ms) is not safely below the proxy's idle timeout (${proxyIdleTimeoutMs} ms): ` +
      `idle connections will be cut. Set the interval to ${longestMs} ms or less, or raise the proxy's timeout.`;
    recorder.record('alert.raised', { rule: RULE, message });
  };
  queueMicrotask(compare);
  return compare;
}
