/** Resolves when the event comes, when the time is over, or when the signal is given, and leaves no timer behind. */
export function upTo(ms: number, stop: AbortSignal, event: Promise<unknown> = new Promise(() => {})): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted || ms <= 0) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    stop.addEventListener('abort', end);
    void event.then(end, end);
  });
}
