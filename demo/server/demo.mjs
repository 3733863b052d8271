// What stands between the page and the server: the paths, the buttons that break them, and the chat that goes over them.
import { createReplies, earlierMessages, talkDuring } from './colleagues.mjs';
import { createControls } from './controls.mjs';
import { isOwnPage } from './ownPage.mjs';
import { createPaths, readTarget } from './paths.mjs';
import { createPlaces } from './places.mjs';
import { createRooms } from './rooms.mjs';

const NOT_FOUND = 'HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';
const UNAVAILABLE = 'HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/**
 * @param createBackend given the listener for its connections, makes the server that is behind the paths
 * @param lastsMs how long each fault lasts, milliseconds; the demo's own by default
 */
export function createDemo(createBackend, lastsMs) {
  const paths = createPaths();
  const roomOf = createRooms(earlierMessages);
  const reply = createReplies();
  const backend = createBackend((socket, request, via) => {
    const { pathId } = readTarget(request);
    const path = paths.named(pathId);
    // The simulated visitors come along no path of their own and have nothing to say.
    if (!path) return;
    path.carry(request.socket);
    const room = roomOf(pathId);
    room.join(socket, via, () => reply(room));
  });

  const controls = createControls((pathId, fault, forMs) => {
    const path = paths.named(pathId);
    if (!path) return false;
    if (fault === null) {
      path.heal();
      return true;
    }
    if (!path.isUsed || !backend.isUp) return false;
    talkDuring(fault, roomOf(pathId));
    // After the answer is out.
    setImmediate(() => (fault === 'restart' ? restart() : path.breakFor(fault, forMs)));
    return true;
  }, lastsMs);
  const places = createPlaces();

  function restart() {
    paths.endDead();
    return backend.restart();
  }

  /** A server that is down, or a request of another site, gets no further than this. */
  function upgradeAt(pathname, request, tcp, head) {
    if (!backend.isUp) return tcp.end(UNAVAILABLE);
    if (pathname === '/plain' && isOwnPage(request)) return backend.upgradePlain(request, tcp, head);
    if (pathname === '/plain') return tcp.end(NOT_FOUND);
    return backend.upgradeGateway(request, tcp, head);
  }

  return {
    upgrade(request, tcp, head) {
      const { pathname, pathId } = readTarget(request);
      tcp.on('error', () => {});
      const pass = () => upgradeAt(pathname, request, tcp, head);
      const path = paths.named(pathId);
      if (path) path.dial(tcp, pass);
      else pass();
    },
    /** Returns whether it handled the request. */
    handle(request, response) {
      if (controls(request, response) || places(request, response)) return true;
      const { pathname, pathId } = readTarget(request);
      if (pathname !== '/ws') return backend.handle(request, response);
      const pass = () => {
        if (!backend.handle(request, response)) response.writeHead(503, { 'Cache-Control': 'no-store' }).end();
      };
      const path = paths.named(pathId);
      if (path) path.ask(request, response, pass);
      else pass();
      return true;
    },
    close() {
      paths.endDead();
      return backend.close();
    },
    drain(overMs) {
      paths.endDead();
      return backend.drain(overMs);
    },
  };
}
