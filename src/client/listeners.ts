/** Calls of one kind, to any number of listeners. */
export interface Listeners<Args extends readonly unknown[]> {
  /** Subscribes; returns the undo. */
  readonly add: (listener: (...args: Args) => void) => () => void;
  /** Calls everybody in order of subscription; one that throws stops nobody else. */
  readonly call: (...args: Args) => void;
  readonly clear: () => void;
}

/** @param threw is told what a listener threw. */
export function createListeners<Args extends readonly unknown[]>(threw: (error: unknown) => void): Listeners<Args> {
  // An array replaced on change: a listener added or removed during a call takes effect with the next one.
  let listeners: readonly { readonly run: (...args: Args) => void }[] = [];
  return {
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
          run(...args);
        } catch (error) {
          threw(error);
        }
      }
    },
    clear: () => {
      listeners = [];
    },
  };
}
