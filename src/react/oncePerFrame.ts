/** Calls back at most once a frame, however often it is asked to; without frames (a test, an old runtime) every 16 ms. */
export interface FrameBatch {
  readonly ask: () => void;
  readonly cancel: () => void;
}

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
