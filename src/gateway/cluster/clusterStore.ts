/** Where several gateways meet. Made by `redisCluster` of `heartbeat-socket/cluster`, or by `memoryCluster` in tests. */
export interface Cluster {
  /** Opens a connection of its own. Never throws: what is wrong shows at the first call. */
  readonly open: (clock: StoreClock) => ClusterStore;
}

/** The time of a store that has none of its own. Redis has. */
export interface StoreClock {
  readonly wallNow: () => number;
}

/** One connection to what the gateways share. Each call is one round trip; after an error the connection is closed. */
export interface ClusterStore {
  /** Announces the node, and reads all that has changed. */
  readonly tick: (request: TickRequest) => Promise<TickAnswer>;
  /** Compares and sets one register. */
  readonly write: (request: WriteRequest) => Promise<WriteAnswer>;
  /** Ends the connection at once; calls that still wait reject. Idempotent. */
  readonly close: () => void;
}

/** Which state of a register is meant. Two states of one revision differ in their stamps. Revision 0: it was never written. */
export interface Revision {
  readonly revision: number;
  readonly stamp: string;
}

/** A document that all gateways share, with its revision. The store does not read it. */
export interface StoredRegister extends Revision {
  readonly name: string;
  readonly body: string;
}

/** Text for another node. */
export interface Letter {
  readonly to: string;
  readonly text: string;
}

/** What a node wishes of a lease. */
export interface LeaseWish {
  readonly name: string;
  /** False gives it back, if the node holds it. */
  readonly wants: boolean;
  /** The highest token that the node has seen. A new one is higher. */
  readonly highestSeen: number;
}

/** A lease, as it is after a tick. */
export interface Lease {
  readonly name: string;
  /** Null: no node holds it. */
  readonly holder: string | null;
  /** The token of its last holder; 0 before the first. */
  readonly token: number;
}

/** What a node says once a second. */
export interface TickRequest {
  readonly id: string;
  /** Grows by one with each tick of the node. */
  readonly seq: number;
  /** The last tick that was answered; 0 before the first. A store that has an older one has lost writes. */
  readonly confirmedSeq: number;
  /** A node that has not ticked for this long is no longer a member. */
  readonly ttlMs: number;
  /** What the other nodes are told. Empty: the node leaves. */
  readonly announcement: string;
  readonly seen: readonly ({ readonly name: string } & Revision)[];
  readonly leases: readonly LeaseWish[];
  readonly letters: readonly Letter[];
}

/** What a node learns once a second. */
export interface TickAnswer {
  /** How long no register may be written yet, because the store is empty or has lost writes: first all nodes look at it. */
  readonly unsettledMs: number;
  /** Those that have ticked within the TTL, the node itself included. */
  readonly members: readonly { readonly id: string; readonly announcement: string }[];
  /** The registers of which the node has seen another state. */
  readonly registers: readonly StoredRegister[];
  readonly leases: readonly Lease[];
  /** What other nodes have sent, in order. */
  readonly letters: readonly string[];
}

/** A compare-and-set. */
export interface WriteRequest {
  readonly id: string;
  readonly confirmedSeq: number;
  readonly expected: Revision;
  readonly next: StoredRegister;
  /** Writes back what the store has lost: that is not held up. */
  readonly isRestore: boolean;
  /** The lease by whose right it is written; a token that is not the newest is refused. */
  readonly by: { readonly lease: string; readonly token: number } | null;
}

/** How a compare-and-set has ended. Only the first has changed anything. */
export type WriteAnswer =
  | { readonly kind: 'written' }
  /** The register has another state, this one. */
  | { readonly kind: 'conflict'; readonly register: StoredRegister }
  /** The store is empty or has lost writes, and not all nodes have looked at it yet. */
  | { readonly kind: 'unsettled' }
  /** A newer holder of the lease has been appointed. */
  | { readonly kind: 'fenced' };

/** How long writes are held up after the store has lost some: each node ticks at least once meanwhile. */
export const SETTLE_MS = 2_000;
/** How much of a mailbox is kept: the newest letters, for this long. */
export const MAX_LETTERS = 64;
export const LETTER_MS = 15_000;
/** A lease that is not renewed ends after this long. */
export const LEASE_MS = 6_000;
/** All keys are gone after thirty days without a tick. */
export const KEEP_SECONDS = 2_592_000;
/** The longest body of a register, and the longest letter, in characters. */
export const MAX_BODY = 1_048_576;
/**
 * A node that is no longer a member is remembered for this many TTLs, so that its return is not taken for a loss of the
 * store.
 */
export const REMEMBERED_TTLS = 20;
/** While no node ticks, the time of the membership stands still: a tick moves it by this much at most. */
export const CLOCK_STEP_MS = 1_000;
