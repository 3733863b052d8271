import { messageOf } from '../../protocol/messageOf.js';
import type { Clock, Timers } from '../clock.js';
import { ATTACH, type Part } from '../part.js';

/** What times pings and verdicts: timeouts of the app's own, or what `workerTimer` makes. */
export type HeartbeatTimer = Timers | Part<Timers>;

/** Sets and clears timeouts as it is told, and says when they fire. Plain JavaScript, because it travels as text. */
const SOURCE = `const timers = {};
onmessage = ({ data: { id, delayMs } }) => {
  clearTimeout(timers[id]);
  delete timers[id];
  if (delayMs !== undefined) timers[id] = setTimeout(() => { delete timers[id]; postMessage(id); }, delayMs);
};`;

/**
 * Times pings and verdicts in a Web Worker. A page that is hidden for minutes gets its own timers once a minute; a
 * worker's are left alone. Where no worker can be made (a Content-Security-Policy without `worker-src blob:`, no browser
 * at all), the page's timers serve instead, and the log says so once (`timer.fallback`). The worker starts with the first
 * ping and ends when no timer is left. Each connection has a worker of its own.
 *
 * @example createHeartbeatSocket(url, { heartbeat: { timer: workerTimer() } })
 */
export const workerTimer = (): Part<Timers> => ({
  [ATTACH]: ({ clock, tell }) =>
    createWorkerTimers(clock, (message) => tell({ kind: 'timer.fallback', details: { message } })),
});

function createWorkerTimers(clock: Clock, fellBack: (message: string) => void): Timers {
  const callbacks = new Map<number, { readonly run: () => void; readonly dueAt: number }>();
  const fallbacks = new Map<number, unknown>();
  let worker: Worker | undefined;
  let url = '';
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
    // Not before: browsers differ in when a worker has read what it is made of.
    if (url) URL.revokeObjectURL(url);
    url = '';
  };
  const onPage = (id: number, dueAt: number): void => {
    const handle = clock.setTimeout(() => fire(id), Math.max(0, dueAt - clock.now()));
    fallbacks.set(id, handle);
  };
  const fallBack = (message: string): void => {
    if (!isUsable) return;
    isUsable = false;
    stop();
    for (const [id, { dueAt }] of callbacks) onPage(id, dueAt);
    fellBack(message);
  };
  const post = (message: { id: number; delayMs?: number }): void =>
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
    worker?.postMessage(message);
  const start = (): Worker | undefined => {
    try {
      url = URL.createObjectURL(new Blob([SOURCE], { type: 'text/javascript' }));
      const made = new Worker(url);
      made.addEventListener('message', ({ data }: MessageEvent<number>) => fire(data));
      // A worker that a policy refuses is made without an exception, and then reports an error.
      made.addEventListener('error', () => fallBack('the worker was refused'));
      return made;
    } catch (error) {
      fallBack(messageOf(error));
      return undefined;
    }
  };

  return {
    setTimeout: (run, delayMs) => {
      const id = ++lastId;
      const dueAt = clock.now() + delayMs;
      callbacks.set(id, { run, dueAt });
      if (isUsable) worker ??= start();
      if (isUsable) post({ id, delayMs });
      else if (!fallbacks.has(id)) onPage(id, dueAt);
      return id;
    },
    clearTimeout: (handle) => {
      const id = handle as number;
      if (!callbacks.delete(id)) return;
      clock.clearTimeout(fallbacks.get(id));
      fallbacks.delete(id);
      post({ id });
      if (callbacks.size === 0) stop();
    },
  };
}
