import type { GatewayClock } from '../clock.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import { recordAlert } from '../telemetry/alerts.js';
import { printableError } from '../telemetry/printable.js';
import type { Announcement } from './announcement.js';
import type { Cluster, Revision, TickAnswer, TickRequest } from './clusterStore.js';
import { createLeases, type Leases } from './leases.js';
import { createMail, type Mail } from './mail.js';
import { followMembers, type Member, type Membership } from './membership.js';
import { shareDocument, type DocumentWorld, type SharedDocument } from './sharedDocument.js';
import { createTickLoop } from './tickLoop.js';

/** A gateway that has not ticked for this long is no longer a member. */
const TTL_MS = 6_000;
/** An alert is raised after this long without an answer. */
const ALERT_AFTER_MS = 3_000;
/** How long a gateway that starts waits for its first answer, before it goes on with what it knows. */
const FIRST_ANSWER_MS = 2_500;
/** How long a gateway that closes may take to tell the store. */
const FAREWELL_MS = 300;

/** What a node needs of its gateway. */
export interface NodeWorld {
  readonly clock: GatewayClock;
  readonly random: () => number;
  readonly recorder: EventRecorder;
  readonly id: string;
  readonly newStamp: () => string;
  readonly announce: () => Announcement;
}

/** A gateway as one of several. */
export interface ClusterNode {
  readonly id: string;
  readonly members: () => readonly Member[];
  readonly member: Membership['get'];
  /** Null while the store answers; else why a change cannot be made now. */
  readonly whyUnsettled: () => string | null;
  /** Whether the last tick was answered. */
  readonly isConnected: () => boolean;
  /** Shares a document with the other gateways. To be called before `start`. */
  readonly share: (document: Document, known: Revision) => SharedDocument;
  readonly leases: Leases;
  readonly mail: Mail;
  /**
   * Calls the listener after each answered tick. It returns no undo, because the listener stays for the life of the
   * node.
   */
  readonly onTick: (listener: () => void) => void;
  /** Begins to tick. Resolves after the first answer, or when that takes too long. Never rejects. */
  readonly start: () => Promise<void>;
  /** Says farewell, if the store answers. Idempotent; never rejects. */
  readonly stop: () => Promise<void>;
}

type Document = Pick<DocumentWorld, 'name' | 'read' | 'adopt'>;

/** Joins a cluster. Nothing happens before `start`. */
export function joinCluster(cluster: Cluster, world: NodeWorld): ClusterNode {
  const { clock, random, recorder, id, newStamp, announce } = world;
  const members = followMembers(TTL_MS);
  const documents: SharedDocument[] = [];
  const listeners: (() => void)[] = [];
  const leases = createLeases(id);
  let seq = 0;
  let confirmedSeq = 0;
  let answeredAt = clock.now();
  let settledAt = Infinity;
  let isConnected = false;
  let isAlerted = false;
  let onFirst = (): void => {};

  const request = (announcement = JSON.stringify(announce())): TickRequest => ({
    id,
    seq: ++seq,
    confirmedSeq,
    ttlMs: TTL_MS,
    announcement,
    seen: documents.map((document) => ({ name: document.name, ...document.seen() })),
    leases: leases.wishes(),
    letters: mail.takeOutgoing(),
  });
  const heard = (answer: TickAnswer, asked: TickRequest): void => {
    const now = clock.now();
    confirmedSeq = asked.seq;
    answeredAt = now;
    isConnected = true;
    settledAt = now + answer.unsettledMs;
    if (isAlerted) recordAlert(recorder, 'cluster', null);
    isAlerted = false;
    members.heard(answer, now);
    leases.heard(answer.leases, now);
    for (const document of documents) {
      document.heard(answer.registers.find(({ name }) => name === document.name) ?? null);
    }
    mail.heard(answer.letters);
    for (const listener of listeners) listener();
    if (answer.unsettledMs === 0) onFirst();
  };
  const failed = (error: unknown): void => {
    isConnected = false;
    mail.failed();
    if (isAlerted || clock.now() - answeredAt < ALERT_AFTER_MS) return;
    isAlerted = true;
    recordAlert(recorder, 'cluster', `the cluster’s store does not answer: ${printableError(error)}`);
  };
  const loop = createTickLoop({ clock, random, cluster, request: () => request(), onAnswer: heard, onFailure: failed });
  const mail = createMail({ clock, id, newStamp, hurry: loop.hurry, others: () => members.all() });
  const whyUnsettled = (): string | null => {
    if (!isConnected) return 'the cluster’s store does not answer';
    return clock.now() < settledAt ? 'the gateways of the cluster have not agreed yet: try again in two seconds' : null;
  };

  return {
    id,
    members: members.all,
    member: members.get,
    whyUnsettled,
    isConnected: () => isConnected,
    share(document, known) {
      const shared = shareDocument(
        {
          ...document,
          newStamp,
          whyUnsettled,
          write: (expected, next, isRestore, by) => loop.write({ id, confirmedSeq, expected, next, isRestore, by }),
        },
        known,
      );
      documents.push(shared);
      return shared;
    },
    leases,
    mail,
    onTick: (listener) => void listeners.push(listener),
    start: () =>
      new Promise((resolve) => {
        const timer = clock.setTimeout(resolve, FIRST_ANSWER_MS);
        onFirst = () => {
          clock.clearTimeout(timer);
          resolve();
        };
        loop.start();
      }),
    async stop() {
      mail.stop();
      await loop.stop(() => request(''), FAREWELL_MS);
      onFirst();
    },
  };
}
