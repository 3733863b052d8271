import type { ConnectionSource } from '../../client/index.js';

/** Which notice of a connection the person has dismissed. At most one is in force, so at most one is remembered. */
export interface DismissedNotice {
  read(): string | null;
  dismiss(id: string): void;
  subscribe(changed: () => void): () => void;
}

const KEY = 'heartbeat-socket:dismissed-notice';
/** By connection, so that every component of a page agrees, and a page that is mounted anew remembers. */
const known = new WeakMap<ConnectionSource, DismissedNotice>();

/** What the person has dismissed on this connection, also before a reload if the page may store that. */
export function dismissedNoticeOf(socket: ConnectionSource): DismissedNotice {
  const found = known.get(socket);
  if (found) return found;
  let dismissed = stored();
  const listeners = new Set<() => void>();
  const made: DismissedNotice = {
    read: () => dismissed,
    dismiss: (id) => {
      dismissed = id;
      try {
        sessionStorage.setItem(KEY, id);
      } catch {
        // A page without storage forgets it with the next load.
      }
      for (const changed of listeners) changed();
    },
    subscribe: (changed) => (listeners.add(changed), () => listeners.delete(changed)),
  };
  known.set(socket, made);
  return made;
}

function stored(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}
