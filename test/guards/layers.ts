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
export const PURE_ROOMS = ['protocol', 'machine', 'client/snapshot', 'gateway/guard'];
export const IMPURE_NAMES =
  /\b(?:setTimeout|setInterval|setImmediate|Date|performance|Math\.random|crypto|window|document|navigator|WebSocket)\b/;

/**
 * The ground of a layer: files at its top that every room may import, because they import none. All other files at the
 * top of a layer are its face, which joins the rooms.
 */
export const GROUND: Readonly<Record<string, readonly string[]>> = {
  client: ['clock', 'page', 'url', 'transport', 'part', 'report'],
  gateway: ['clock', 'fixedWindow', 'peerSocket', 'slidingCount', 'views', 'withinTime'],
};

/**
 * By layer, or by layer and room. From the bottom up; a room imports from rows above its own. A test holds that no row
 * allows what its room does not use.
 */
export const ROOMS: Readonly<Record<string, Room>> = {
  protocol: { imports: [] },
  machine: { imports: ['protocol'] },

  'client/ground': { imports: ['protocol'], types: ['machine'], powers: ['timers', 'clock', 'page'] },
  'client/advice': { imports: ['protocol'] },
  'client/snapshot': { imports: ['machine', 'protocol', 'zustand/vanilla'] },
  'client/link': {
    imports: ['protocol', 'client/ground', 'client/advice', 'reconnecting-websocket'],
    types: ['machine'],
    powers: ['sockets'],
  },
  'client/optional': {
    imports: ['machine', 'protocol', 'client/ground', 'client/snapshot'],
    // The clock is that of the performance panel, in which a sink draws.
    powers: ['timers', 'clock', 'page'],
  },
  'client/driver': {
    imports: ['machine', 'protocol', 'client/ground', 'client/advice', 'client/link', 'client/snapshot'],
    types: ['client/optional'],
  },
  // The face: where driver, store and options become one `createHeartbeatSocket`. `Math.random` is its default only; a session has a random id.
  client: {
    imports: [
      'machine',
      'protocol',
      'client/ground',
      'client/advice',
      'client/driver',
      'client/link',
      'client/optional',
    ],
    types: ['client/snapshot'],
    powers: ['random'],
  },

  // The countdown ticks here, for display. The machine's timer decides when the next dial starts.
  react: { imports: ['protocol', 'client', 'react'], powers: ['timers', 'page'] },
  components: {
    imports: ['protocol', 'react-layer', 'react', 'react-dom', 'uplot'],
    types: ['client'],
    powers: ['timers', 'page'],
  },
  // Each file but the shared ones follows one foreign client, of which it knows the shape only. `Math.random` is a default.
  observe: { imports: ['machine', 'protocol', 'client'], powers: ['timers', 'random'] },

  // Whole languages; the English one collects what the components bring.
  locales: { imports: ['components'] },

  // The admin interface as schemas: what gateway, dashboard and cluster agree on.
  admin: { imports: ['eventsource-parser', 'valibot'], powers: ['timers'] },
  // Which part of a list or a drawing there is room for.
  'dashboard/layout': { imports: ['react', '@tanstack/react-virtual'], powers: ['page'] },
  // What the page knows, where it is, and how it reads the gateway. Its clock ticks for display, and dates what was read.
  'dashboard/state': {
    imports: ['admin', 'protocol', 'react-layer', 'react', 'zustand', 'zustand/vanilla'],
    types: ['client'],
    powers: ['timers', 'clock', 'page'],
  },
  // The operators' page and its parts.
  dashboard: {
    imports: ['admin', 'protocol', 'react-layer', 'components', 'dashboard/layout', 'dashboard/state', 'react'],
    powers: ['timers', 'clock', 'page'],
  },

  'gateway/ground': { imports: [], types: ['admin', 'node:*'], powers: ['timers', 'clock'] },
  'gateway/telemetry': { imports: ['protocol', 'gateway/ground', 'node:*', 'prom-client'] },
  // Random bytes name the holder of a lock.
  'gateway/state': {
    imports: ['protocol', 'gateway/telemetry', 'node:*'],
    types: ['gateway/ground'],
    powers: ['random'],
  },
  'gateway/statistics': {
    imports: ['gateway/ground', 'gateway/telemetry', 'valibot'],
    types: ['admin'],
  },
  'gateway/alerts': {
    imports: ['protocol', 'gateway/statistics', 'gateway/telemetry', 'node:*', 'valibot'],
    types: ['admin', 'gateway/ground', 'gateway/state'],
  },
  'gateway/heartbeat': { imports: ['protocol', 'gateway/ground', 'node:*'], types: ['gateway/telemetry'] },
  'gateway/http': { imports: ['protocol', 'node:*'], types: ['gateway/ground'] },
  // Pure: whether a change that is tried on a share of the peers does harm.
  'gateway/guard': { imports: [], types: ['protocol'] },
  // One of several gateways: what they share, whatever it is kept in.
  'gateway/cluster': { imports: ['admin', 'gateway/telemetry', 'valibot'], types: ['gateway/ground'] },
  // Timers: what is found at the start is reported a microtask later.
  'gateway/settings': {
    imports: [
      'admin',
      'protocol',
      'gateway/ground',
      'gateway/guard',
      'gateway/http',
      'gateway/state',
      'gateway/telemetry',
      'node:*',
      'valibot',
    ],
    types: ['gateway/cluster'],
    powers: ['timers'],
  },
  'gateway/door': {
    imports: ['protocol', 'gateway/ground', 'gateway/http', 'gateway/telemetry', 'node:*', 'ws'],
    powers: ['sockets'],
  },
  'gateway/server': {
    imports: ['gateway/ground', 'gateway/http', 'node:*'],
    types: ['gateway/door'],
  },
  // Random bytes are the ids of connections.
  'gateway/peers': {
    imports: ['protocol', 'gateway/ground', 'gateway/heartbeat', 'gateway/telemetry', 'node:*'],
    types: ['admin', 'gateway/cluster'],
    powers: ['random'],
  },
  // Connections as operators look at them: searched, ordered, with what happened to each.
  'gateway/directory': {
    imports: ['gateway/ground', 'gateway/peers', 'gateway/telemetry', 'node:*'],
    types: ['admin', 'protocol'],
  },
  // The records as a stream, for operators.
  'gateway/feed': { imports: ['gateway/telemetry'], types: ['protocol', 'gateway/ground', 'node:*'] },
  // Files that the build makes for browsers.
  'gateway/page': { imports: ['gateway/http', 'node:*'] },
  // Timers: what is found at the start is reported a microtask later.
  'gateway/records': {
    imports: ['protocol', 'gateway/telemetry', 'valibot'],
    types: ['admin', 'gateway/ground'],
  },
  'gateway/admin': {
    imports: [
      'admin',
      'gateway/page',
      'valibot',
      'protocol',
      'gateway/feed',
      'gateway/ground',
      'gateway/settings',
      'gateway/state',
      'gateway/http',
      'gateway/telemetry',
      'node:*',
    ],
    types: [
      'gateway/cluster',
      'gateway/directory',
      'gateway/door',
      'gateway/peers',
      'gateway/records',
      'gateway/statistics',
    ],
    powers: ['timers'],
  },
  // `Math.random` is a default only.
  'gateway/options': {
    imports: [
      'admin',
      'protocol',
      'gateway/ground',
      'gateway/state',
      'gateway/admin',
      'gateway/alerts',
      'gateway/peers',
      'gateway/settings',
      'gateway/door',
      'gateway/http',
      'gateway/telemetry',
      'node:*',
    ],
    types: ['gateway/cluster', 'gateway/heartbeat', 'gateway/records', 'gateway/server', 'prom-client'],
    powers: ['random'],
  },
  // The face: it makes the rooms' parts and joins them. Random bytes are the id of the gateway.
  gateway: {
    imports: [
      'admin',
      'protocol',
      'gateway/cluster',
      'gateway/ground',
      'gateway/options',
      'gateway/state',
      'gateway/admin',
      'gateway/alerts',
      'gateway/statistics',
      'gateway/directory',
      'gateway/feed',
      'gateway/peers',
      'gateway/records',
      'gateway/heartbeat',
      'gateway/settings',
      'gateway/door',
      'gateway/http',
      'gateway/server',
      'gateway/telemetry',
      'node:*',
      'valibot',
    ],
    types: ['prom-client'],
    powers: ['random'],
  },

  // Several gateways as one, on Redis: the stores that the room of the gateway asks for.
  cluster: { imports: ['protocol', 'gateway', 'node:*', 'valibot'] },
  // The command line: a program of its own, with `ws` in its bundle.
  cli: { imports: ['node:*', 'ws'], powers: ['timers', 'clock', 'random', 'sockets'] },

  // Fakes read the wall clock, to say what time it is; they own no timer, so that nothing happens by itself. The fake
  // gateway drives the real client, and `renderWithConnection` puts it where components find it.
  testing: {
    imports: ['protocol', 'client', 'react-layer', 'react', 'zustand/vanilla'],
    types: ['machine'],
    powers: ['clock'],
  },
  entry: { imports: ['react-layer', 'components'], types: ['client'] },
};
