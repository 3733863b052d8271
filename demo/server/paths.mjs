import { createPath } from './path.mjs';

/** More tabs than a person opens. The oldest is forgotten: its connections stay, and no button breaks them any more. */
const MAX_PATHS = 200;
const ID = /^[\w-]{8,64}$/;

/** The paths of all tabs. A tab names its own in the query of both its sockets. */
export function createPaths() {
  const paths = new Map();
  return {
    /** The path with that name; undefined for what is no name. */
    named(id) {
      if (typeof id !== 'string' || !ID.test(id)) return undefined;
      const path = paths.get(id) ?? createPath();
      paths.delete(id);
      paths.set(id, path);
      if (paths.size > MAX_PATHS) paths.delete(paths.keys().next().value);
      return path;
    },
    endDead() {
      for (const path of paths.values()) path.endDead();
    },
  };
}

/** The pathname of a request, and the name of the path that it came along; null for what has none. */
export function readTarget({ url }) {
  const [pathname, query = ''] = url.split('?', 2);
  return { pathname, pathId: new URLSearchParams(query).get('path') };
}
