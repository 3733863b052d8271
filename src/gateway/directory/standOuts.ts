import type { PeerList } from '../../admin/schemas/peers.js';
import { networkOf } from './networks.js';
import type { PeerNotes } from './peerNotes.js';

type StandOut = NonNullable<PeerList['standsOut']>[number];

/** The values of each kind that are listed: what stands out is among the most frequent. */
const MAX_ROWS = 10;
/** Strangers choose networks: beyond so many, a new one is not counted by its name. */
const MAX_VALUES = 20_000;

const BY: Readonly<Record<StandOut['by'], (notes: PeerNotes) => string>> = {
  gateway: ({ gatewayId }) => gatewayId,
  network: ({ remote }) => networkOf(remote),
  client: ({ client }) => client,
};

/** Counts by gateway, network and client: of the peers that match, against those of all peers. */
export interface StandOuts {
  readonly count: (notes: PeerNotes, matches: boolean) => void;
  readonly view: () => StandOut[];
}

/** Begins to count. */
export function createStandOuts(): StandOuts {
  const counts = Object.entries(BY).map(([by, valueOf]) => ({
    by: by as StandOut['by'],
    valueOf,
    values: new Map<string, { matching: number; all: number }>(),
  }));
  let matching = 0;
  let all = 0;
  return {
    count(notes, matches) {
      all += 1;
      matching += Number(matches);
      for (const { valueOf, values } of counts) {
        const value = valueOf(notes);
        const found = values.get(value) ?? { matching: 0, all: 0 };
        found.all += 1;
        found.matching += Number(matches);
        if (found.all === 1 && values.size < MAX_VALUES) values.set(value, found);
      }
    },
    view: () =>
      counts.map(({ by, values }) => ({
        by,
        rows: [...values]
          .filter(([, found]) => found.matching > 0)
          .toSorted(([, a], [, b]) => b.matching - a.matching || a.all - b.all)
          .slice(0, MAX_ROWS)
          .map(([value, found]) => ({
            value,
            count: found.matching,
            share: found.matching / matching,
            shareOfAll: found.all / all,
          })),
      })),
  };
}
