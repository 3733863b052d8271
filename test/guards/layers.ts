/** What a layer may reach, and which powers it has. ARCHITECTURE.md is the prose of this table. */
export interface Layer {
  /** Layers (by folder) and packages whose values it may import; types of them too. */
  readonly imports: readonly string[];
  /** Layers of which it may import types, and nothing that is there at run time. */
  readonly types: readonly string[];
  readonly powers: readonly Power[];
}

/** What makes code hard to test when it is just there: each is named directly only where this table says so. */
export type Power = 'timers' | 'clock' | 'random' | 'sockets' | 'page';

/** How a power looks when it is taken from the platform. `clock.setTimeout(…)` is none: that one was handed in. */
export const POWERS: Readonly<Record<Power, RegExp>> = {
  timers: /(?<![.\w])(?:setTimeout|setInterval|setImmediate|requestAnimationFrame|queueMicrotask)\(/,
  clock: /(?<![.\w])(?:Date\.now|performance\.now|new Date\(\))/,
  random: /\bMath\.random\b|\brandomUUID\(|\brandomBytes\(|\bgetRandomValues\(/,
  sockets: /\bnew (?:globalThis\.)?(?:WebSocket|WebSocketServer|ReconnectingWebSocket)\b/,
  page: /(?<![.\w])(?:window|document|navigator|localStorage|sessionStorage)\b(?!\??:)/,
};

/** The layers that are pure: they may not even name what a clock, a timer, chance or a page is. */
export const PURE_LAYERS = ['protocol', 'machine', 'store'];
export const IMPURE_NAMES =
  /\b(?:setTimeout|setInterval|setImmediate|Date|performance|Math\.random|crypto|window|document|navigator|WebSocket)\b/;

export const LAYERS: Readonly<Record<string, Layer>> = {
  protocol: { imports: [], types: [], powers: [] },
  machine: { imports: ['protocol'], types: [], powers: [] },
  client: {
    imports: ['machine', 'protocol', 'reconnecting-websocket'],
    types: [],
    powers: ['timers', 'clock', 'random', 'sockets', 'page'],
  },
  store: { imports: ['zustand/vanilla'], types: ['client', 'machine'], powers: [] },
  // The composition root: where driver, store and options become one `createHeartbeatSocket`.
  core: { imports: ['client', 'machine', 'store', 'protocol'], types: ['zustand/vanilla'], powers: [] },
  // The countdown ticks here, for display: its truth is the timer of the machine.
  react: {
    imports: ['core', 'store', 'react', 'zustand', 'zustand/react/shallow'],
    types: ['client', 'machine', 'protocol'],
    powers: ['timers', 'page'],
  },
  components: {
    imports: ['react-layer', 'react', 'uplot'],
    types: ['core', 'client', 'machine', 'protocol'],
    // Sockets: the one the devtools wrap, to break it.
    powers: ['timers', 'page', 'sockets'],
  },
  // Whole languages; the English one collects what the components bring.
  locales: { imports: ['components'], types: [], powers: [] },
  gateway: {
    imports: ['protocol', 'ws', 'prom-client', 'valibot', 'node:*'],
    types: [],
    powers: ['timers', 'clock', 'random', 'sockets'],
  },
  // Fakes read the wall clock, to say what time it is; they own no timer, so that nothing happens by itself. The fake
  // gateway drives the real client, and `renderWithConnection` puts it where components find it.
  testing: {
    imports: ['core', 'client', 'protocol', 'react-layer', 'react', 'zustand/vanilla'],
    types: ['machine'],
    powers: ['clock'],
  },
  entry: { imports: ['react-layer', 'components'], types: ['core'], powers: [] },
};
