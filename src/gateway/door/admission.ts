import { addressKey } from '../http/address.js';

/** How many connections there may be. */
export interface AdmissionLimits {
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
}

/** Which limit is reached. */
export type AdmissionRefusal = 'connection_limit' | 'address_limit';

/** Counts the places that are taken. */
export interface Admission {
  /** Takes a place, or returns the limit that is reached. Each place that was taken is released exactly once. */
  readonly enter: (address: string) => AdmissionRefusal | null;
  readonly leave: (address: string) => void;
}

/** Counts from the moment an upgrade begins, so that two that authenticate at once do not both get the last place. */
export function createAdmission({ maxConnections, maxConnectionsPerAddress }: AdmissionLimits): Admission {
  const perAddress = new Map<string, number>();
  let total = 0;
  return {
    enter(address) {
      const key = addressKey(address);
      if (total >= maxConnections) return 'connection_limit';
      const count = key === null ? 0 : (perAddress.get(key) ?? 0);
      if (count >= maxConnectionsPerAddress) return 'address_limit';
      total += 1;
      if (key !== null) perAddress.set(key, count + 1);
      return null;
    },
    leave(address) {
      const key = addressKey(address);
      total -= 1;
      if (key === null) return;
      const count = perAddress.get(key) ?? 0;
      if (count > 1) perAddress.set(key, count - 1);
      else perAddress.delete(key);
    },
  };
}
