import type { ConnectionSnapshot } from '../../client/snapshot/snapshot.js';

/**
 * Makes a function from snapshots to views. The view stays the same object until a field changes that was read from it.
 * Slices of a snapshot keep their identity while their values stay, so comparing fields by identity is enough.
 */
export function createReadTracker(): (snapshot: ConnectionSnapshot) => ConnectionSnapshot {
  const fieldsRead = new Set<keyof ConnectionSnapshot>();
  let seen: { snapshot: ConnectionSnapshot; readonly view: ConnectionSnapshot } | undefined;
  const viewOf = (snapshot: ConnectionSnapshot): NonNullable<typeof seen> => {
    const box = {
      snapshot,
      view: new Proxy(snapshot, {
        get: (_, field: keyof ConnectionSnapshot) => {
          fieldsRead.add(field);
          return box.snapshot[field];
        },
      }),
    };
    return box;
  };
  return (snapshot) => {
    const before = seen?.snapshot;
    const isChanged = !seen || [...fieldsRead].some((field) => snapshot[field] !== before?.[field]);
    if (isChanged) seen = viewOf(snapshot);
    // A field that is read later must have its present value.
    else if (seen) seen.snapshot = snapshot;
    return (seen as NonNullable<typeof seen>).view;
  };
}
