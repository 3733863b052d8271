import type { PageSignal } from '../machine/event.js';

/**
 * What the driver hears of the page it runs in. Elsewhere, give it one of your own: React Native's AppState, say,
 * is `visible` when active and `hidden` in the background.
 */
export interface PageAdapter {
  /** Asked when the connection starts. */
  readonly isHidden: () => boolean;
  readonly isOnline: () => boolean;
  /** Tells every signal until the undo it returns is called. `restored` is every other way of coming back. */
  readonly subscribe: (tell: (signal: PageSignal) => void) => () => void;
}

type Target = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;

/** The browser's page; where there is none, always visible and online, and never anything to tell. */
export const browserPage: PageAdapter = {
  isHidden: () => globalThis.document?.hidden ?? false,
  isOnline: () => globalThis.navigator?.onLine ?? true,
  subscribe: (tell) => {
    const undo: (() => void)[] = [];
    const on = (target: Target | undefined, type: string, listener: (event: Event) => void): void => {
      if (typeof target?.addEventListener !== 'function') return;
      target.addEventListener(type, listener);
      undo.push(() => target.removeEventListener(type, listener));
    };
    const { document, window } = globalThis as { document?: Document; window?: Window };
    on(document, 'visibilitychange', () => tell(document?.hidden ? 'hidden' : 'visible'));
    on(window, 'online', () => tell('online'));
    on(window, 'offline', () => tell('offline'));
    // Shown again from the back-forward cache, thawed, or simply looked at: the socket may have died meanwhile.
    on(window, 'pageshow', (event) => (event as PageTransitionEvent).persisted && tell('restored'));
    on(document, 'resume', () => tell('restored'));
    on(window, 'focus', () => tell('restored'));
    return () => undo.forEach((stop) => stop());
  },
};
