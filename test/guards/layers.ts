/** What a room (or a layer without rooms) may reach, and which powers it has. ARCHITECTURE.md is the prose of this table. */
export interface Room {
  /**
   * Layers (by folder), rooms of the same layer (`client/link`) and packages that it may import. A layer's name means any
   * of its rooms; inside a layer only rooms count.
   */
  readonly imports: readonly string[];
  /** Those of which it may import types only: nothing that exists at run time. */
  readonly types?: readonly string[];
  readonly powers?: readonly Power[];
}

/** What makes code hard to test when it is taken from the platform: each is named only where this table says so. */
export type Power = 'timers' | 'clock' | 'random' | 'sockets' | 'page';

/** How a power looks when it is taken from the platform. `clock.setTimeout(…)` is none: that one was handed in. */
export const POWERS: Readonly<Record<Power, RegExp>> = {
  timers: /(?<![.\w])(?:setTimeout|setInterval|setImmediate|requestAnimationFrame|queueMicrotask)\(/,
  clock: /(?<![.\w])(?:Date\.now|performance\.now|new Date\(\))/,
  random: /\bMath\.random\b|\brandomUUID\(|\brandomBytes\(|\brandomFillSync\(|\bgetRandomValues\(/,
  sockets: /\bnew (?:globalThis\.)?(?:WebSocket|WebSocketServer|ReconnectingWebSocket)\b/,
  page: /(?<![.\w])(?:window|document|navigator|localStorage|sessionStorage)\b(?!\??:)/,
};

/** The rooms that are pure: they may not even name what a clock, a timer, chance or a page is. */
export const PURE_ROOMS = ['protocol', 'machine', 'client/snapshot'];
export const IMPURE_NAMES =
  /\b(?:setTimeout|setInterval|setImmediate|Date|performance|Math\.random|crypto|window|document|navigator|WebSocket)\b/;

/**
 * The ground of a layer: files at its top that every room may import, because they import none. All other files at the
 * top of a layer are its face, which joins the rooms.
 */
export const GROUND: Readonly<Record<string, readonly string[]>> = {
  client: ['clock', 'page', 'url', 'transport', 'part', 'report', 'advisor', 'advice', 'advice.development'],
  gateway: ['clock', 'fixedWindow', 'peerSocket', 'slidingCount', 'views'],
};

/** The ground of the client and of the gateway, under the layers that all their rooms may import. */
const clientRoom = (imports: readonly string[] = [], room: Omit<Room, 'imports'> = {}): Room => ({
  ...room,
  imports: ['machine', 'protocol', 'client/ground', ...imports],
});
const gatewayRoom = (imports: readonly string[] = [], room: Omit<Room, 'imports'> = {}): Room => ({
  ...room,
  imports: ['protocol', 'gateway/ground', ...imports],
});

/** By layer, or by layer and room. From the bottom up; a room imports from rows above its own. */
export const ROOMS: Readonly<Record<string, Room>> = {
  protocol: { imports: [] },
  machine: { imports: ['protocol'] },

  'client/ground': { imports: ['machine', 'protocol'], powers: ['timers', 'clock', 'page'] },
  'client/snapshot': clientRoom(['zustand/vanilla']),
  'client/link': clientRoom(['reconnecting-websocket'], { powers: ['sockets'] }),
  'client/optional': clientRoom([], { types: ['client/snapshot'], powers: ['timers', 'page'] }),
  'client/driver': clientRoom(['client/link', 'client/snapshot'], { types: ['client/optional'] }),
  // The face: where driver, store and options become one `createHeartbeatSocket`. `Math.random` is its default only.
  client: clientRoom(['client/driver', 'client/link', 'client/snapshot', 'client/optional'], {
    types: ['zustand/vanilla'],
    powers: ['random'],
  }),

  // The countdown ticks here, for display. The machine's timer decides when the next dial starts.
  react: {
    imports: ['client', 'react'],
    types: ['machine', 'protocol'],
    powers: ['timers', 'page'],
  },
  components: {
    imports: ['react-layer', 'react', 'protocol', 'uplot'],
    types: ['client', 'machine'],
    // Sockets: the one the devtools wrap, to break it.
    powers: ['timers', 'page', 'sockets'],
  },
  // Whole languages; the English one collects what the components bring.
  locales: { imports: ['components'] },

  'gateway/ground': { imports: [], types: ['protocol', 'node:*'], powers: ['timers', 'clock'] },
  'gateway/telemetry': gatewayRoom(['node:*', 'prom-client']),
  'gateway/heartbeat': gatewayRoom(['node:*'], { types: ['gateway/telemetry'] }),
  // Timers: what is found at the start is reported a microtask later.
  'gateway/settings': gatewayRoom(['node:*', 'valibot', 'gateway/telemetry'], { powers: ['timers'] }),
  'gateway/door': gatewayRoom(['node:*', 'ws', 'gateway/telemetry'], { powers: ['timers', 'sockets'] }),
  // Random bytes are the ids of connections.
  'gateway/peers': gatewayRoom(['node:*', 'gateway/heartbeat', 'gateway/telemetry'], { powers: ['random'] }),
  'gateway/admin': gatewayRoom(['node:*', 'gateway/peers', 'gateway/settings', 'gateway/door', 'gateway/telemetry']),
  // `Math.random` is a default only.
  'gateway/options': gatewayRoom(
    ['gateway/admin', 'gateway/peers', 'gateway/settings', 'gateway/door', 'gateway/telemetry'],
    {
      types: ['node:*', 'prom-client', 'gateway/heartbeat'],
      powers: ['random'],
    },
  ),
  // The face: it makes the rooms' parts and joins them. Random bytes are the id of the gateway.
  gateway: gatewayRoom(
    [
      'node:*',
      'gateway/options',
      'gateway/admin',
      'gateway/peers',
      'gateway/heartbeat',
      'gateway/settings',
      'gateway/door',
      'gateway/telemetry',
    ],
    { types: ['prom-client'], powers: ['random'] },
  ),

  // Fakes read the wall clock, to say what time it is; they own no timer, so that nothing happens by itself. The fake
  // gateway drives the real client, and `renderWithConnection` puts it where components find it.
  testing: {
    imports: ['client', 'protocol', 'react-layer', 'react', 'zustand/vanilla'],
    types: ['machine'],
    powers: ['clock'],
  },
  entry: { imports: ['react-layer', 'components'], types: ['client'] },
};
