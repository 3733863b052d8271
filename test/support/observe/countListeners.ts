/** Counts what is added to an event target and not removed, from now on: no platform tells it. */
export function countListeners(target: EventTarget): () => Record<string, number> {
  const counts: Record<string, number> = {};
  const count = (name: 'addEventListener' | 'removeEventListener', step: number): void => {
    const method = target[name].bind(target);
    target[name] = (type: string, ...rest: [never]) => {
      counts[type] = (counts[type] ?? 0) + step;
      method(type, ...rest);
    };
  };
  count('addEventListener', 1);
  count('removeEventListener', -1);
  return () => ({ ...counts });
}
