/** The listeners of one kind of event. */
export interface Listeners<Args extends readonly unknown[]> {
  readonly size: number;
  /** Subscribes; returns the undo. The same function added twice is called twice. */
  readonly add: (listener: (...args: Args) => unknown) => () => void;
  /** Calls every listener, in order of subscription. One that throws or rejects does not stop the others. */
  readonly call: (...args: Args) => void;
  readonly clear: () => void;
}

/** @param failed gets what a listener threw, or rejected with */
export function createListeners<Args extends readonly unknown[]>(failed: (error: unknown) => void): Listeners<Args> {
  // An array that is replaced on change: a listener added or removed during a call takes effect with the next call.
  let listeners: readonly { readonly run: (...args: Args) => unknown }[] = [];
  return {
    get size() {
      return listeners.length;
    },
    add: (run) => {
      const entry = { run };
      listeners = [...listeners, entry];
      return () => {
        listeners = listeners.filter((other) => other !== entry);
      };
    },
    call: (...args) => {
      for (const { run } of listeners) {
        try {
          catchRejection(run(...args), failed);
        } catch (error) {
          failed(error);
        }
      }
    },
    clear: () => {
      listeners = [];
    },
  };
}

/** Calls `failed` when what a function has returned rejects. A promise of another realm is none of this realm's class. */
export function catchRejection(result: unknown, failed: (error: unknown) => void): void {
  if (typeof result === 'object' && result !== null && 'then' in result) Promise.resolve(result).catch(failed);
}
