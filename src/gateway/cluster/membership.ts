import { parseAnnouncement, type Announcement } from './announcement.js';
import type { TickAnswer } from './clusterStore.js';

/** One gateway of the cluster. */
export interface Member {
  readonly id: string;
  readonly says: Announcement;
}

/** The gateways of the cluster as one of them knows them. */
export interface Membership {
  /** All, this one included, in the order of their ids. */
  readonly all: () => readonly Member[];
  readonly get: (id: string) => Member | undefined;
  /** A tick was answered. */
  readonly heard: (answer: Pick<TickAnswer, 'members' | 'unsettledMs'>, now: number) => void;
}

/**
 * Follows the members. The store decides; but after it has lost what it knew, those that were known stay for one TTL more,
 * because they announce themselves again one by one. While no tick is answered, nothing changes.
 */
export function followMembers(ttlMs: number): Membership {
  let members = new Map<string, Member>();
  /** Members that the store has lost, and until when they are believed to be there. */
  const lost = new Map<string, number>();
  return {
    all: () => [...members.values()].toSorted((left, right) => (left.id < right.id ? -1 : 1)),
    get: (id) => members.get(id),
    heard({ members: listed, unsettledMs }, now) {
      const next = new Map(listed.map(({ id, announcement }) => [id, { id, says: parseAnnouncement(announcement) }]));
      for (const [id, member] of members) {
        if (next.has(id)) {
          lost.delete(id);
          continue;
        }
        if (unsettledMs > 0 && !lost.has(id)) lost.set(id, now + ttlMs);
        if (now < (lost.get(id) ?? 0)) next.set(id, member);
        else lost.delete(id);
      }
      members = next;
    },
  };
}
