import type { AdminResult } from '../../admin/adminResult.js';
import type { AdminClient, PeersQuery } from '../../admin/createAdminClient.js';
import type { PeerList } from '../../admin/schemas/peers.js';

/**
 * The peers of one answer. A long list is read in several: an answer is parsed and checked in one task, and one with ten
 * thousand peers would hold up the page for a third of a second.
 */
export const PAGE = 400;

/** As many fill a window. The first answer has no more, so that they are seen before the rest is parsed. */
const FIRST = 50;

/**
 * Reads a list from its beginning, at least `length` peers of it. Later answers continue the list of the first.
 * @param onFirst is given the first rows while the rest is read
 */
export async function readPeers(
  client: AdminClient,
  query: PeersQuery,
  length: number,
  isWanted: () => boolean,
  onFirst?: (list: PeerList) => void,
): Promise<AdminResult<PeerList>> {
  const first = await client.peers({ ...query, limit: onFirst ? FIRST : PAGE });
  if (!first.ok) return first;
  let list = first.value;
  onFirst?.(list);
  while (list.nextCursor != null && list.peers.length < length && isWanted()) {
    // oxlint-disable-next-line no-await-in-loop -- each answer says where the next one begins
    const next = await client.peers({ ...query, cursor: list.nextCursor, limit: PAGE });
    if (!next.ok) return next;
    list = { ...next.value, peers: [...list.peers, ...next.value.peers] };
  }
  return { ok: true, value: list };
}
