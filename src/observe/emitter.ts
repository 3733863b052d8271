// oxlint-disable-next-line typescript/no-explicit-any -- each event has arguments of its own, which the client's types know
type Listener = (...args: any[]) => void;

/** What hears events by name: most clients, in Node's words or in those of component-emitter. */
export interface EventEmitterLike {
  // oxlint-disable-next-line typescript/no-explicit-any -- emitters with typed events take no plain string
  on(event: any, listener: Listener): unknown;
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  off(event: any, listener: Listener): unknown;
}

/** Listens to several events; returns what removes exactly these listeners. */
export function listen(emitter: EventEmitterLike, listeners: Readonly<Record<string, Listener>>): () => void {
  const entries = Object.entries(listeners);
  for (const [event, listener] of entries) emitter.on(event, listener);
  return () => {
    for (const [event, listener] of entries) emitter.off(event, listener);
  };
}
