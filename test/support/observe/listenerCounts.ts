/** How many listeners an object of Node's kind has for each event. */
export function listenerCounts(
  emitter: { listeners(event: never): readonly unknown[] },
  events: readonly string[],
): Record<string, number> {
  return Object.fromEntries(events.map((event) => [event, emitter.listeners(event as never).length]));
}
