import { LEASE_MS, type Lease, type LeaseWish } from './clusterStore.js';
import type { WriteRight } from './sharedDocument.js';

/** Who may decide for all gateways: one of them at a time. */
export interface Leases {
  /** Asks for a lease with the next ticks, or gives it back. */
  readonly want: (name: string, wants: boolean) => void;
  /** The right to decide, if this gateway has it by the last answer; null otherwise. Writes carry it: the store refuses an old one. */
  readonly right: (name: string, now: number) => WriteRight | null;
  /** Which gateway holds it; null: none. Undefined before the first answer. */
  readonly holder: (name: string) => string | null | undefined;
  /** Another gateway acts by this token: lower ones are refused from now on. Returns whether it is refused itself. */
  readonly isOutdated: (name: string, token: number) => boolean;
  readonly wishes: () => LeaseWish[];
  readonly heard: (leases: readonly Lease[], now: number) => void;
}

interface Known {
  wants: boolean;
  highestSeen: number;
  lease: Lease | undefined;
  heardAt: number;
}

/** Makes the leases of one gateway, which holds none. */
export function createLeases(id: string): Leases {
  const known = new Map<string, Known>();
  const get = (name: string): Known => {
    let lease = known.get(name);
    if (!lease) known.set(name, (lease = { wants: false, highestSeen: 0, lease: undefined, heardAt: 0 }));
    return lease;
  };
  return {
    want(name, wants) {
      get(name).wants = wants;
    },
    right(name, now) {
      const { lease, heardAt } = get(name);
      if (lease?.holder !== id || now - heardAt >= LEASE_MS) return null;
      return { lease: name, token: lease.token };
    },
    holder: (name) => get(name).lease?.holder,
    isOutdated(name, token) {
      const lease = get(name);
      if (token < lease.highestSeen) return true;
      lease.highestSeen = token;
      return false;
    },
    wishes: () => [...known].map(([name, { wants, highestSeen }]) => ({ name, wants, highestSeen })),
    heard(leases, now) {
      for (const lease of leases) {
        const mine = get(lease.name);
        mine.lease = lease;
        mine.heardAt = now;
        mine.highestSeen = Math.max(mine.highestSeen, lease.token);
      }
    },
  };
}
