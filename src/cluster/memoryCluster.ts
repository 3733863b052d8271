import {
  CLOCK_STEP_MS,
  LEASE_MS,
  LETTER_MS,
  MAX_LETTERS,
  REMEMBERED_TTLS,
  SETTLE_MS,
  type Cluster,
  type ClusterStore,
  type Lease,
  type LeaseWish,
  type StoreClock,
  type StoredRegister,
  type TickRequest,
} from '../gateway/cluster/clusterStore.js';

interface Member {
  seq: number;
  at: number;
  announcement: string;
}

interface Shared {
  unsettledSince: number | null;
  lastMs: number | null;
  clock: number;
  readonly members: Map<string, Member>;
  readonly registers: Map<string, StoredRegister & { token: number }>;
  readonly leases: Map<string, { holder: string | null; token: number; until: number }>;
  readonly mail: Map<string, { texts: string[]; until: number }>;
}

/**
 * Makes several gateways of one process act as one, without Redis, for tests.
 * @example
 * const cluster = memoryCluster();
 * const gateways = [1, 2, 3].map(() => createHeartbeatGateway({ port: 0, cluster }));
 */
export const memoryCluster = (): MemoryCluster =>
  onShared({
    unsettledSince: null,
    lastMs: null,
    clock: 0,
    members: new Map(),
    registers: new Map(),
    leases: new Map(),
    mail: new Map(),
  });

/** A cluster in memory. */
export interface MemoryCluster extends Cluster {
  /** A copy of the present state to go on from, as a dump of Redis is. */
  readonly copy: () => MemoryCluster;
}

const onShared = (shared: Shared): MemoryCluster => ({
  open: (clock) => openMemory(shared, clock),
  copy: () => onShared(structuredClone(shared)),
});

function openMemory(shared: Shared, { wallNow }: StoreClock): ClusterStore {
  let isClosed = false;
  const begin = (id: string, confirmedSeq: number): { ms: number; unsettledMs: number } => {
    if (isClosed) throw new Error('the connection is closed');
    const ms = wallNow();
    if (shared.unsettledSince === null || (shared.members.get(id)?.seq ?? 0) < confirmedSeq) shared.unsettledSince = ms;
    return { ms, unsettledMs: Math.min(SETTLE_MS, Math.max(0, shared.unsettledSince + SETTLE_MS - ms)) };
  };
  return {
    async tick(request) {
      const { id, seen, leases, letters } = request;
      const { ms, unsettledMs } = begin(id, request.confirmedSeq);
      if ((shared.members.get(id)?.seq ?? 0) >= request.seq) throw new Error('a later tick was carried out');
      const members = announce(shared, request, ms);
      const changed = seen.flatMap(({ name, revision, stamp }) => {
        const { token: _token, ...found } = shared.registers.get(name) ?? unwritten(name);
        return found.revision === revision && found.stamp === stamp ? [] : [found];
      });
      const held = leases.map((wish) => grant(shared, id, wish, ms));
      const box = shared.mail.get(id);
      shared.mail.delete(id);
      for (const { to, text } of letters) {
        const texts = [...(shared.mail.get(to)?.texts ?? []), text].slice(-MAX_LETTERS);
        shared.mail.set(to, { texts, until: ms + LETTER_MS });
      }
      return {
        unsettledMs,
        members,
        registers: changed,
        leases: held,
        letters: box && box.until > ms ? box.texts : [],
      };
    },
    async write({ id, confirmedSeq, expected, next, isRestore, by }) {
      const { unsettledMs } = begin(id, confirmedSeq);
      if (unsettledMs > 0 && !isRestore) return { kind: 'unsettled' };
      const { token, ...found } = shared.registers.get(next.name) ?? unwritten(next.name);
      if (by && by.token < Math.max(token, shared.leases.get(by.lease)?.token ?? 0)) return { kind: 'fenced' };
      if (found.revision !== expected.revision || found.stamp !== expected.stamp) {
        return { kind: 'conflict', register: found };
      }
      shared.registers.set(next.name, { ...next, token: by?.token ?? token });
      return { kind: 'written' };
    },
    close() {
      isClosed = true;
    },
  };
}

const unwritten = (name: string) => ({ name, revision: 0, stamp: '', body: '', token: 0 });

/** As the script for Redis does: the time of the membership is moved by ticks only. */
function announce(shared: Shared, { id, seq, ttlMs, announcement }: TickRequest, ms: number) {
  const passed = Math.max(0, ms - (shared.lastMs ?? ms));
  shared.lastMs = ms;
  shared.clock += Math.min(passed, CLOCK_STEP_MS);
  if (announcement === '') shared.members.delete(id);
  else shared.members.set(id, { seq, at: shared.clock, announcement });
  const live = [];
  for (const [member, known] of shared.members) {
    const age = shared.clock - known.at;
    if (age > ttlMs * REMEMBERED_TTLS) shared.members.delete(member);
    if (age > ttlMs) continue;
    if (passed > ttlMs) known.at = shared.clock;
    live.push({ id: member, announcement: known.announcement });
  }
  return live;
}

function grant(shared: Shared, id: string, { name, wants, highestSeen }: LeaseWish, ms: number): Lease {
  const lease = shared.leases.get(name) ?? { holder: null, token: 0, until: 0 };
  if (lease.until < shared.clock) lease.holder = null;
  if (wants && lease.holder === null) {
    lease.holder = id;
    lease.token = Math.max(ms * 1_000, highestSeen + 1, lease.token + 1);
  } else if (!wants && lease.holder === id) {
    lease.holder = null;
  }
  if (lease.holder === id) lease.until = shared.clock + LEASE_MS;
  shared.leases.set(name, lease);
  return { name, holder: lease.holder, token: lease.token };
}
