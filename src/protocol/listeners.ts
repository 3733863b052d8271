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
      for (const { run } of listeners) guard(failed, run, ...args);
    },
    clear: () => {
      listeners = [];
    },
  };
}

/**
 * Calls a function of the app. Whatever it does, the calling code goes on.
 * @param failed gets what it throws, or what the promise that it returns rejects with
 */
export function guard<Args extends readonly unknown[]>(
  failed: (error: unknown) => void,
  run: (...args: Args) => unknown,
  ...args: Args
): void {
  try {
    const result = run(...args);
    if (isThenable(result)) Promise.resolve(result).catch(failed);
  } catch (error) {
    failed(error);
  }
}

/** Whether this is a promise; a promise from another realm is not an instance of this realm's class. */
export const isThenable = <T>(value: T | Promise<T>): value is Promise<T> =>
  typeof value === 'object' && value !== null && 'then' in value;
