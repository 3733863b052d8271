import type { Revision, StoredRegister, WriteAnswer } from './clusterStore.js';

/** A document that all gateways share: the newest revision is in force everywhere. */
export interface SharedDocument {
  readonly name: string;
  /** The newest state that this gateway has seen. It outlives the store: what the store has lost is written back. */
  readonly seen: () => Revision;
  /** Replaces the document, if no other gateway has done so meanwhile. */
  readonly write: (body: string, by?: WriteRight) => Promise<WriteOutcome>;
  /** Writes the document as it is here, once the store has no newer one. */
  readonly offer: () => void;
  /** The node was told that the store has another state than the one it has seen; null: it has not. */
  readonly heard: (found: StoredRegister | null) => void;
}

/** The lease by whose right a document is written. */
export interface WriteRight {
  readonly lease: string;
  readonly token: number;
}

/** How a write has ended. */
export type WriteOutcome =
  | { readonly kind: 'written' }
  /** Another gateway was first. This is its document, which must be adopted before the change is made again. */
  | { readonly kind: 'outrun'; readonly adopt: () => void }
  /** Another gateway holds the lease now. */
  | { readonly kind: 'fenced' }
  /** Not possible now, but in a second or two, or once the store can be reached. */
  | { readonly kind: 'unsettled'; readonly message: string };

/** What a document needs. */
export interface DocumentWorld {
  readonly name: string;
  readonly newStamp: () => string;
  /** Rejects when the store cannot be reached. */
  readonly write: (
    expected: Revision,
    next: StoredRegister,
    isRestore: boolean,
    by: WriteRight | null,
  ) => Promise<WriteAnswer>;
  /** Whether the last tick was answered, and the store is settled. */
  readonly whyUnsettled: () => string | null;
  /** The document as it is here. */
  readonly read: () => string;
  /**
   * Takes over a newer document. It calls `done` when that is in force, or can never be. One that takes its turn first asks
   * `isNews` then: a newer one may have come meanwhile.
   */
  readonly adopt: (body: string, done: () => void, isNews: () => boolean) => void;
}

/** Follows a document from the state that this gateway knew before. */
export function shareDocument(world: DocumentWorld, known: Revision): SharedDocument {
  const { name, newStamp, write, whyUnsettled, read, adopt } = world;
  let seen = known;
  let isOffered = false;
  /** A write of ours that is under way: the store may have it before we are told so. */
  let pendingStamp: string | null = null;

  const see = (revision: Revision): void => {
    seen = { revision: revision.revision, stamp: revision.stamp };
  };
  const takeOver = (found: StoredRegister): void => {
    const isNews = (): boolean => found.stamp !== seen.stamp && found.revision >= seen.revision;
    if (!isNews()) return;
    isOffered = false;
    adopt(found.body, () => see(found), isNews);
  };
  const put = async (body: string, right: WriteRight | null): Promise<WriteOutcome> => {
    const why = whyUnsettled();
    if (why !== null) return { kind: 'unsettled', message: why };
    const next = { name, revision: seen.revision + 1, stamp: newStamp(), body };
    pendingStamp = next.stamp;
    try {
      const answer = await write(seen, next, false, right);
      if (answer.kind === 'written') see(next);
      if (answer.kind !== 'conflict') {
        return answer.kind === 'unsettled' ? { kind: 'unsettled', message: SETTLING } : answer;
      }
      const { register } = answer;
      // The store has lost what we have seen. It is written back after the next tick.
      if (register.revision < seen.revision) return { kind: 'unsettled', message: SETTLING };
      return { kind: 'outrun', adopt: () => takeOver(register) };
    } catch {
      return { kind: 'unsettled', message: 'the cluster’s store did not answer; the change may still take effect' };
    } finally {
      pendingStamp = null;
    }
  };
  const restore = (found: Revision): void => {
    pendingStamp = seen.stamp;
    write(found, { name, ...seen, body: read() }, true, null)
      .catch(() => {})
      .finally(() => (pendingStamp = null));
  };

  return {
    name,
    seen: () => seen,
    write: (body, by) => put(body, by ?? null),
    offer() {
      isOffered = true;
    },
    heard(found) {
      if (pendingStamp !== null) return;
      if (found && found.revision < seen.revision) return restore(found);
      if (found) return takeOver(found);
      if (!isOffered || whyUnsettled() !== null) return;
      isOffered = false;
      void put(read(), null).then((outcome) => (isOffered ||= outcome.kind !== 'written'));
    },
  };
}

const SETTLING =
  'the cluster’s store has just started or lost writes; the gateways agree within two seconds: try again then';
