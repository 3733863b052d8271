import type { PageSignal } from '../machine/event.js';

/**
 * What the driver learns about the page it runs in. Outside a browser, pass your own adapter: with React Native's
 * AppState, `visible` is active and `hidden` is in the background.
 */
export interface PageAdapter {
  /** Read when the connection starts. */
  readonly isHidden: () => boolean;
  readonly isOnline: () => boolean;
  /** Passes on every signal until the undo that it returns is called. `restored` is any other way of coming back. */
  readonly subscribe: (tell: (signal: PageSignal) => void) => () => void;
}

type Target = Partial<Pick<EventTarget, 'addEventListener'>>;

/** The browser's page, or the worker's global scope. Without either: always visible and online, with no signals. */
export const browserPage: PageAdapter = {
  isHidden: () => globalThis.document?.hidden ?? false,
  isOnline: () => globalThis.navigator?.onLine ?? true,
  subscribe: (tell) => {
    const listening = new AbortController();
    const on = (target: Target | undefined, type: string, listener: (event: Event) => void): void =>
      target?.addEventListener?.(type, listener, listening);
    const { document } = globalThis as { document?: Document };
    // In a worker, which has no window, these are events of the global scope.
    const scope: Target = globalThis;
    on(document, 'visibilitychange', () => tell(document?.hidden ? 'hidden' : 'visible'));
    on(scope, 'online', () => tell('online'));
    on(scope, 'offline', () => tell('offline'));
    // Shown again from the back-forward cache, resumed after a freeze, or focused: the socket may have died meanwhile.
    on(scope, 'pageshow', (event) => (event as PageTransitionEvent).persisted && tell('restored'));
    on(document, 'resume', () => tell('restored'));
    on(scope, 'focus', () => tell('restored'));
    // Firefox closes the sockets of a page when any link is clicked, even if it turns out to be a download.
    on(scope, 'beforeunload', () => tell('leaving'));
    return () => listening.abort();
  },
};
