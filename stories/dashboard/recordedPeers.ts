import type { PeerList, PeerView } from '../../src/admin/schemas/peers.js';

const MINUTE = 60_000;
const CLIENTS = [
  'Chrome 141, Windows',
  'Chrome 141, Android',
  'Safari 19, iOS',
  'Firefox 145, Linux',
  'Edge 141, Windows',
];

/** Peers as a gateway lists them, the worst first: a few are lost, some behind one network miss heartbeats, most are well. */
export function recordedPeers(now: number, count = 1_204): PeerList {
  const peers = Array.from({ length: count }, (_, index) => peerAt(index, now));
  return { total: count, matching: count, peers, nextCursor: null };
}

/** What a part of them has in common. */
export const recordedCommons: NonNullable<PeerList['standsOut']> = [
  {
    by: 'gateway',
    rows: [{ value: '7f3a9c41-64f2-4f3c-9d7e-0c1b2a3d4e5f', count: 31, share: 1, shareOfAll: 1 }],
  },
  {
    by: 'network',
    rows: [
      { value: '10.20.0.0/16', count: 27, share: 27 / 31, shareOfAll: 0.12 },
      { value: '192.168.0.0/16', count: 3, share: 3 / 31, shareOfAll: 0.31 },
      { value: '2001:db8::/32', count: 1, share: 1 / 31, shareOfAll: 0.08 },
    ],
  },
  {
    by: 'client',
    rows: [
      { value: 'Chrome 141, Android', count: 14, share: 14 / 31, shareOfAll: 0.41 },
      { value: 'Safari 19, iOS', count: 10, share: 10 / 31, shareOfAll: 0.28 },
      { value: 'Chrome 141, Windows', count: 7, share: 7 / 31, shareOfAll: 0.31 },
    ],
  },
];

/** The session that the time line of the stories is about. */
export const RECORDED_SESSION = '9c41e7b2a0d34f518e6c7d9b1a2f3c40';

function peerAt(index: number, now: number): PeerView {
  const isLost = index < 3;
  const isMissing = index >= 3 && index < 31;
  const hash = (index * 2_654_435_761) % 4_294_967_296;
  const openedAt = now - ((hash % 170) + 2) * MINUTE;
  const missedInRow = isLost ? 3 : isMissing ? 1 + (index % 2) : 0;
  const missed = isLost ? 9 - index : isMissing ? 12 - Math.floor(index / 3) : index % 11 === 0 ? 1 : 0;
  return {
    id: hash.toString(16).padStart(8, '0').repeat(4),
    sessionId:
      index === 0 ? RECORDED_SESSION : (hash ^ 0x5bd1e995).toString(16).replace('-', '').padStart(8, '0').repeat(4),
    remote: isLost || isMissing ? `10.20.${index % 8}.${18 + index}` : `192.168.${index % 200}.${(hash % 250) + 1}`,
    openedAt,
    lastSeenAt: now - (missedInRow * 25_000 + (hash % 24_000)),
    latencyMs: index % 97 === 5 ? null : 24 + (hash % 90) + (isMissing ? 110 : 0),
    missedInRow,
    attempt: index % 5,
    gatewayId: '7f3a9c41-64f2-4f3c-9d7e-0c1b2a3d4e5f',
    state: isLost ? 'lost' : isMissing ? 'degraded' : 'open',
    missed,
    downMs: index % 7 === 0 ? 4_200 + (hash % 2_000) : null,
    shownMs: index % 7 === 0 ? 3_200 : null,
    lastHour: Array.from({ length: 24 }, (_block, block) => {
      if (now - (24 - block) * 150_000 < openedAt - 150_000) return null;
      return missed > 0 && block >= 24 - missed ? 1 + ((block + index) % 3) : 0;
    }),
    network: isLost || isMissing ? '10.20.0.0/16' : '192.168.0.0/16',
    client: CLIENTS[index % CLIENTS.length] ?? '',
  };
}
