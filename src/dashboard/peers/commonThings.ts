import type { PeerList } from '../../admin/schemas/peers.js';

/** How often values of one kind occur. */
export type Common = NonNullable<PeerList['standsOut']>[number];

/** A value stands out where its share is at least twice everyone's. A handful says nothing. */
export const isStandingOut = ({ count, share, shareOfAll }: Common['rows'][number]): boolean =>
  count >= 3 && share >= 2 * shareOfAll;

/** The thing that most of these people have in common and others do not, as a sentence; empty where there is none. */
export function whatTheyShare(commons: readonly Common[] | undefined): string {
  const found = (commons ?? [])
    .flatMap(({ by, rows }) => rows.filter(isStandingOut).map((row) => ({ by, ...row })))
    .toSorted((a, b) => b.share - a.share)[0];
  if (!found || found.share < 0.5) return '';
  const percent = (part: number): string => `${Math.round(part * 100)} %`;
  const where = { gateway: 'on gateway', network: 'in the network', client: 'with' }[found.by];
  return `${percent(found.share)} of them are ${where} ${found.value}, as are ${percent(found.shareOfAll)} of everyone.`;
}
