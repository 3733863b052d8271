import type { PageAdapter } from '../../../src/client/page.js';
import type { PageSignal } from '../../../src/machine/event.js';

/** A page that signals when the test says so, and counts its listeners. */
export interface FakePage extends PageAdapter {
  signal(signal: PageSignal): void;
  readonly listenerCount: number;
}

export function createFakePage({ isHidden = false, isOnline = true } = {}): FakePage {
  const listeners = new Set<(signal: PageSignal) => void>();
  return {
    isHidden: () => isHidden,
    isOnline: () => isOnline,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    signal: (signal) => listeners.forEach((listener) => listener(signal)),
    get listenerCount() {
      return listeners.size;
    },
  };
}
