import { useEffect, useMemo, useState } from 'react';
import type { Item } from './conversation.js';
import { compare, NOTHING_LOST, type NeverArrived } from './neverArrived.js';

/** Both sockets get a message within milliseconds of each other. A second later the difference is a loss. */
const GRACE_MS = 1_000;

/** What never arrived at the plain pane, a second after the kit's pane knows it. */
export function useNeverArrived(kit: readonly Item[], plain: readonly Item[]): NeverArrived {
  const [found, setFound] = useState(NOTHING_LOST);
  useEffect(() => {
    const look = (): void =>
      setFound((before) => {
        const next = compare(kit, plain, Date.now(), GRACE_MS);
        return isSame(before, next) ? before : next;
      });
    const timer = setTimeout(look, GRACE_MS);
    return () => clearTimeout(timer);
  }, [kit, plain]);
  // What comes after all, as with a reload, is lost no more at that moment.
  return useMemo(() => {
    const fates = new Map(plain.map(({ id, fate }) => [id, fate]));
    return {
      missed: found.missed.filter(({ id }) => !fates.has(id)),
      unheardIds: found.unheardIds.filter((id) => fates.get(id) === 'handed'),
    };
  }, [found, plain]);
}

const isSame = (one: NeverArrived, other: NeverArrived): boolean => keyOf(one) === keyOf(other);

const keyOf = ({ missed, unheardIds }: NeverArrived): string =>
  [...missed.map(({ id }) => id), '|', ...unheardIds].join(' ');
