import { expect, it } from 'vitest';
import type { AdminClient, PeersQuery } from '../../src/admin/createAdminClient.js';
import { PAGE, readPeers } from '../../src/dashboard/peers/readPeers.js';
import { recordedPeers } from '../../stories/dashboard/recordedPeers.js';

const TOTAL = 2_500;

/** A gateway that pages as ours does, and answers as many at once as it is asked for. */
function gatewayOf(total: number) {
  const all = recordedPeers(Date.now(), total).peers;
  const asked: PeersQuery[] = [];
  const peers: AdminClient['peers'] = async (query = {}) => {
    asked.push(query);
    const from = Number(query.cursor ?? 0);
    const to = Math.min(total, from + (query.limit ?? total));
    return {
      ok: true,
      value: { total, matching: total, peers: all.slice(from, to), nextCursor: to < total ? String(to) : null },
    };
  };
  return { client: { peers } as AdminClient, asked, all };
}

it('reads a long list again in answers of which each is a short task', async () => {
  const { client, asked, all } = gatewayOf(TOTAL);
  const read = await readPeers(client, { sort: 'worst' }, TOTAL, () => true);
  expect(read.ok && read.value.peers).toEqual(all);
  expect(read.ok && read.value.nextCursor).toBeNull();
  expect(Math.max(...asked.map(({ limit = Infinity }) => limit))).toBeLessThanOrEqual(PAGE);
  expect(PAGE).toBeLessThanOrEqual(500);
});

it('reads no further than the list was shown, and stops when no one waits for it', async () => {
  const { client, asked } = gatewayOf(TOTAL);
  const read = await readPeers(client, {}, PAGE + 1, () => true);
  expect(read.ok && [read.value.peers.length, read.value.nextCursor]).toEqual([2 * PAGE, String(2 * PAGE)]);
  asked.length = 0;
  await readPeers(client, {}, TOTAL, () => false);
  expect(asked).toHaveLength(1);
});
