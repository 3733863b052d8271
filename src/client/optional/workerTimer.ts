import { systemClock } from '../clock.js';
import type { BeatTimer } from '../options.js';

/** Sets and clears timeouts as it is told, and says when they fire. Plain JavaScript: it travels as text. */
const SOURCE = `const timers = {};
onmessage = ({ data: { id, delayMs } }) => {
  clearTimeout(timers[id]);
  delete timers[id];
  if (delayMs !== undefined) timers[id] = setTimeout(() => { delete timers[id]; postMessage(id); }, delayMs);
};`;

/**
 * Times beats in a Web Worker. A page that is hidden for minutes gets its own timers once a minute; a worker's are left
 * alone. Where a worker cannot be made (a Content-Security-Policy without `worker-src blob:`, no browser at all), the
 * page's timers serve instead, and the log says so once (`timer.fallback`). The worker starts with the first beat and
 * ends when no timer is left.
 *
 * @example createHeartbeatSocket(url, { heartbeat: { timer: workerTimer() } })
 */
export function workerTimer(): BeatTimer {
  const callbacks = new Map<number, { readonly run: () => void; readonly dueAt: number }>();
  const fallbacks = new Map<number, unknown>();
  let worker: Worker | undefined;
  let isUsable = true;
  let lastId = 0;

  const fire = (id: number): void => {
    const callback = callbacks.get(id);
    callbacks.delete(id);
    fallbacks.delete(id);
    callback?.run();
    if (callbacks.size === 0) stop();
  };
  const stop = (): void => {
    worker?.terminate();
    worker = undefined;
  };
  const onPage = (id: number, dueAt: number): void => {
    fallbacks.set(
      id,
      systemClock.setTimeout(() => fire(id), Math.max(0, dueAt - systemClock.now())),
    );
  };
  const fallBack = (message: string): void => {
    if (!isUsable) return;
    isUsable = false;
    stop();
    for (const [id, { dueAt }] of callbacks) onPage(id, dueAt);
    timer.onFallback?.(message);
  };
  const tell = (message: { id: number; delayMs?: number }): void =>
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
    worker?.postMessage(message);
  const start = (): Worker | undefined => {
    try {
      const url = URL.createObjectURL(new Blob([SOURCE], { type: 'text/javascript' }));
      const made = new Worker(url);
      made.addEventListener('message', ({ data }: MessageEvent<number>) => fire(data));
      // A refused worker is not thrown about: it is made, and then it errs.
      made.addEventListener('error', () => fallBack('the worker was refused'));
      return made;
    } catch (error) {
      fallBack(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  };

  const timer: BeatTimer = {
    onFallback: undefined,
    setTimeout: (run, delayMs) => {
      const id = ++lastId;
      const dueAt = systemClock.now() + delayMs;
      callbacks.set(id, { run, dueAt });
      if (isUsable) worker ??= start();
      if (isUsable) tell({ id, delayMs });
      else if (!fallbacks.has(id)) onPage(id, dueAt);
      return id;
    },
    clearTimeout: (handle) => {
      const id = handle as number;
      if (!callbacks.delete(id)) return;
      systemClock.clearTimeout(fallbacks.get(id));
      fallbacks.delete(id);
      tell({ id });
      if (callbacks.size === 0) stop();
    },
  };
  return timer;
}
