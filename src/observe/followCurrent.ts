import { systemClock } from '../client/clock.js';
import { report } from '../client/report.js';
import type { ObserverOptions } from './connection.js';
import type { Observation, ObservedClient, Tell } from './observation.js';
import { tap } from './tap.js';

/** What WebSocket and EventSource have in common. */
export interface PlatformConnection {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: Event) => void): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
  close(): void;
}

/** What the observers of the platform's connections are given beside what all are. */
export interface PlatformObserverOptions extends ObserverOptions {
  /** Makes a new connection now: the app's function. @default see the observer */
  readonly reconnect?: (() => unknown) | undefined;
}

/** How often the app is asked for its connection: while that is not open, and while it is. */
const ASK_EVERY_MS = 100;
const ASK_OPEN_EVERY_MS = 1_000;
const OPEN = 1;

/**
 * Follows what the app calls its connection at the moment: a new object after each loss, which no event announces.
 *
 * @param read what the state means, with the event that brought it; null for none. It answers null where another event will
 * say more.
 */
export function followCurrent<Connection extends PlatformConnection>(
  current: () => Connection | null | undefined,
  types: readonly string[],
  read: (connection: Connection, event: Event | null) => Observation | null,
  { clock = systemClock, reconnect }: PlatformObserverOptions,
): ObservedClient {
  let lookAgain = (): void => {};

  const watch = (tell: Tell): (() => void)[] => {
    let followed: Connection | null = null;
    let readState: number | undefined;
    let isEnded = false;
    let isFailing = false;
    let unfollow = (): void => {};
    let timer: unknown;

    /** Whether it is open. Throws what the app's function throws, or what is wrong with its connection. */
    function ask(event: Event | null): boolean {
      const now = current() ?? null;
      const isAnother = now !== followed;
      if (isAnother) {
        unfollow();
        unfollow = now ? follow(now) : () => {};
        // Whatever became of the one before, it is gone for the app.
        if (followed && now) tell({ status: 'reconnecting' });
        // It was dialled, though it may have failed before it was seen.
        if (now) tell({ status: 'connecting' });
        followed = now;
        isEnded = false;
      }
      let isOpen = now?.readyState === OPEN;
      if (now && !isEnded && (isAnother || event || now.readyState !== readState)) {
        const said = read(now, event);
        if (said) tell(said);
        readState = said ? now.readyState : undefined;
        isOpen &&= said?.status === 'open';
      }
      return isOpen;
    }
    function askAgain(isOpen: boolean): void {
      clock.clearTimeout(timer);
      timer = clock.setTimeout(() => look(), isOpen ? ASK_OPEN_EVERY_MS : ASK_EVERY_MS);
    }
    /**
     * The app's function may throw for a while, for example until what it reads exists. The error is reported once, and
     * the function is called again.
     */
    function look(event: Event | null = null): void {
      try {
        askAgain(ask(event));
        isFailing = false;
      } catch (error) {
        if (!isFailing) report(error);
        isFailing = true;
        askAgain(false);
      }
    }
    function follow(connection: Connection): () => void {
      const untap = tap(connection, 'close', () => {
        if (connection !== followed || connection !== current()) return look();
        isEnded = true;
        tell({ status: 'closed' });
      });
      for (const type of types) connection.addEventListener(type, look);
      return () => {
        untap();
        for (const type of types) connection.removeEventListener(type, look);
      };
    }

    tell({ status: 'idle' });
    // A wrong object throws at once.
    askAgain(ask(null));
    lookAgain = look;
    return [() => (lookAgain = () => {}), () => clock.clearTimeout(timer), () => unfollow()];
  };
  const dial = (): void => {
    reconnect?.();
    lookAgain();
  };
  return { watch, reconnect: reconnect && dial, disconnect: () => current()?.close() };
}
