import type { ConnectionSnapshot } from '../client/snapshot/snapshot.js';

/**
 * Makes a view of the snapshots it is given, which keeps its identity until a field that was read from it changes. Slices
 * of a snapshot keep theirs while they say the same, so comparing fields by identity is enough.
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
    const isNews = !seen || [...fieldsRead].some((field) => snapshot[field] !== before?.[field]);
    if (isNews) seen = viewOf(snapshot);
    // A field that is read for the first time later on must be that of now.
    else if (seen) seen.snapshot = snapshot;
    return (seen as NonNullable<typeof seen>).view;
  };
}
