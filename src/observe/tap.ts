/** Hears each call of a method: what it answered, and what it was given. */
type Heard = (result: unknown, args: readonly unknown[]) => void;

const TAP = Symbol('heartbeat-socket');

type Method = ((this: unknown, ...args: unknown[]) => unknown) & {
  [TAP]?: { readonly method: Method; readonly heard: Set<Heard> };
};

/**
 * Hears the calls of one object's method, where a client says in no event what the method says. The method works as before.
 * Several taps share one wrapper, and the last undo puts the method back.
 *
 * @returns the undo; without such a method nothing is heard
 */
export function tap(object: unknown, name: string, listener: Heard): () => void {
  const target = object as Record<string, Method | undefined> | null | undefined;
  const found = target?.[name];
  if (!target || typeof found !== 'function') return () => {};
  const { method, heard } = found[TAP] ?? wrap(target, name, found);
  heard.add(listener);
  return () => {
    heard.delete(listener);
    if (heard.size > 0 || target[name]?.[TAP]?.heard !== heard) return;
    // A method of the prototype comes to light again; one of the object itself is put back.
    delete target[name];
    if (target[name] !== method) target[name] = method;
  };
}

function wrap(
  target: Record<string, Method | undefined>,
  name: string,
  method: Method,
): NonNullable<Method[typeof TAP]> {
  const heard = new Set<Heard>();
  const made = { method, heard };
  const wrapper: Method = function tapped(...args) {
    const result = method.apply(this, args);
    for (const listener of heard) listener(result, args);
    return result;
  };
  wrapper[TAP] = made;
  target[name] = wrapper;
  return made;
}
