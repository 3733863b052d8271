/** Joins many requests for a callback into one per frame. */
export interface FrameBatch {
  readonly ask: () => void;
  readonly cancel: () => void;
}

/** Calls back at most once a frame; every 16 ms where the platform has no frames. */
export function createFrameBatch(callback: () => void): FrameBatch {
  let cancel: (() => void) | undefined;
  return {
    ask: () => {
      if (cancel) return;
      const run = (): void => {
        cancel = undefined;
        callback();
      };
      if (typeof requestAnimationFrame === 'function') {
        const frame = requestAnimationFrame(run);
        cancel = () => cancelAnimationFrame(frame);
      } else {
        const timer = setTimeout(run, 16);
        cancel = () => clearTimeout(timer);
      }
    },
    cancel: () => {
      cancel?.();
      cancel = undefined;
    },
  };
}
