import { addressKey } from './address.js';

/** How many connections there may be. */
export interface AdmissionLimits {
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
}

/** Why there is no place. */
export type AdmissionRefusal = 'connection_limit' | 'address_limit';

/** Counts places, from the moment an upgrade begins: two that authenticate at once do not both get the last one. */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #perAddress = new Map<string, number>();
  #total = 0;

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
  }

  /** Takes a place, or says why there is none. A place that was taken is released exactly once. */
  enter(address: string): AdmissionRefusal | null {
    const key = addressKey(address);
    const count = this.#perAddress.get(key) ?? 0;
    if (this.#total >= this.#limits.maxConnections) return 'connection_limit';
    if (count >= this.#limits.maxConnectionsPerAddress) return 'address_limit';
    this.#total += 1;
    this.#perAddress.set(key, count + 1);
    return null;
  }

  leave(address: string): void {
    const key = addressKey(address);
    const count = this.#perAddress.get(key) ?? 0;
    this.#total -= 1;
    if (count > 1) this.#perAddress.set(key, count - 1);
    else this.#perAddress.delete(key);
  }
}
