import { browserPage, type PageAdapter } from 'heartbeat-socket/core';
import type { FaultName } from './faults.js';

/** What was broken, and when it was ordered, epoch ms: the times of the story count from then. */
export interface Breakage {
  readonly fault: FaultName;
  readonly at: number;
}

/** The path between this tab and the server, as the page knows it. */
export interface Path {
  /** Its name, which both sockets of the tab tell the server. */
  readonly id: string;
  /** Breaks it for real: the server does that, and tells neither of the sockets. Returns for how long, or why not. */
  breakIt(fault: FaultName): Promise<number | string>;
  heal(): Promise<void>;
  /** What the browser says of the network. */
  readonly page: PageAdapter;
}

/** Makes the path of this tab. */
export function createPath(): Path {
  const id = crypto.randomUUID();
  const network = createNetwork();

  const order = (what: FaultName | 'heal'): Promise<Response> =>
    fetch(`/demo/${what}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ path: id }),
    });

  return {
    id,
    page: network.page,
    async breakIt(fault) {
      try {
        const response = await order(fault);
        if (!response.ok) return response.status === 409 ? NOTHING_THERE : `The server answered ${response.status}.`;
        const { forMs } = (await response.json()) as { forMs: number };
        if (fault === 'offline') network.goOffline(forMs);
        return forMs;
      } catch {
        return 'The server does not answer. Start it again with npm start.';
      }
    },
    async heal() {
      network.goOnline();
      // A server that is not there breaks nothing either.
      await order('heal').catch(() => {});
    },
  };
}

const NOTHING_THERE = 'There is no connection to break right now. Wait a moment.';

/**
 * A page cannot pull its own plug. "Go offline" silences the path for real, and this tells the client what a browser
 * without a network would tell it.
 */
function createNetwork() {
  const listeners = new Set<Parameters<PageAdapter['subscribe']>[0]>();
  let isPulled = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function pull(next: boolean): void {
    clearTimeout(timer);
    if (isPulled === next) return;
    isPulled = next;
    for (const tell of listeners) tell(next ? 'offline' : 'online');
  }

  const page: PageAdapter = {
    isHidden: browserPage.isHidden,
    isOnline: () => !isPulled && browserPage.isOnline(),
    subscribe: (tell) => {
      listeners.add(tell);
      const unsubscribe = browserPage.subscribe(tell);
      return () => {
        listeners.delete(tell);
        unsubscribe();
      };
    },
  };
  return {
    page,
    goOffline(forMs: number) {
      pull(true);
      timer = setTimeout(() => pull(false), forMs);
    },
    goOnline: () => pull(false),
  };
}
