/** Calls listeners that belong to someone else: one that throws, or rejects, stops nobody. */
export class Listeners<Args extends readonly unknown[]> {
  readonly #listeners = new Set<(...args: Args) => unknown>();
  readonly #onFailure: (error: unknown) => void;

  constructor(onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure;
  }

  get size(): number {
    return this.#listeners.size;
  }

  /** Subscribes; returns its undo. The same function added twice is called twice. */
  add(listener: (...args: Args) => unknown): () => void {
    const entry = (...args: Args): unknown => listener(...args);
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  }

  call(...args: Args): void {
    for (const listener of this.#listeners) {
      try {
        const result = listener(...args);
        if (result instanceof Promise) result.catch(this.#onFailure);
      } catch (error) {
        this.#onFailure(error);
      }
    }
  }
}
