import type { GatewayClock } from '../clock.js';
import type { OpenPeer } from '../peers/peer.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import { LASTING_KINDS } from '../telemetry/lastingKinds.js';
import type { CloseReason } from '../views.js';
import { createClientNames } from './clientNames.js';
import { PeerNotes } from './peerNotes.js';

/** How long a lost connection is listed while its session is not back, and how many of them. */
const LOST_FOR_MS = 3_600_000;
const MAX_LOST = 10_000;

/** The ends that neither side has asked for. */
const LOSSES: ReadonlySet<string> = new Set<CloseReason>([
  'heartbeat_timeout',
  'slow_reader',
  'rate_limited',
  'too_large',
  'protocol_error',
  'abnormal',
]);

/** The connections as operators look at them: those that are open, and those that were lost and are not back. */
export interface PeerDirectory {
  /** Open connections, in the order of their arrival; the lost ones, the longest lost first. */
  readonly open: () => Iterable<[id: string, notes: PeerNotes]>;
  readonly lost: () => Iterable<[id: string, notes: PeerNotes]>;
  readonly counts: () => { readonly open: number; readonly lost: number };
  readonly get: (id: string) => PeerNotes | undefined;
  /** A connection is there. Before anything is recorded of it. */
  readonly opened: (peer: OpenPeer, userAgent: string | undefined) => void;
  readonly stop: () => void;
}

/** What a directory needs of the gateway. */
export interface DirectoryWorld {
  readonly clock: GatewayClock;
  readonly recorder: EventRecorder;
  readonly gatewayId: string;
}

/** Makes a directory. It learns of what happens from the records. */
export function createPeerDirectory({ clock, recorder, gatewayId }: DirectoryWorld): PeerDirectory {
  const open = new Map<string, PeerNotes>();
  const lost = new Map<string, PeerNotes>();
  const nameOf = createClientNames();

  const forgetLost = (): void => {
    const before = clock.wallNow() - LOST_FOR_MS;
    for (const [id, notes] of lost) {
      if (lost.size <= MAX_LOST && Number(notes.closedAt) > before) return;
      lost.delete(id);
    }
  };
  /** A client that names a connection of its own session has come back from it. Any other id is a mistake or a forgery. */
  const returned = (notes: PeerNotes, previousId: string | undefined): void => {
    const before = previousId === undefined ? undefined : (lost.get(previousId) ?? open.get(previousId));
    if (!before || before === notes || before.sessionId === null || before.sessionId !== notes.sessionId) return;
    before.isReplaced = true;
    notes.inherit(before);
    lost.delete(String(previousId));
  };
  const closed = (id: string, notes: PeerNotes, { at, cause }: { at: number; cause: string }): void => {
    open.delete(id);
    if (notes.isReplaced || !LOSSES.has(cause)) return;
    notes.lose(at);
    lost.set(id, notes);
    forgetLost();
  };
  const unsubscribe = recorder.subscribe((record) => {
    const id = record.connectionId;
    const notes = id === null ? undefined : open.get(id);
    if (id === null || !notes) return;
    notes.take(record);
    if (record.kind === 'reconnected') returned(notes, record.previousId);
    else if (record.kind === 'connection.closed') closed(id, notes, record);
  }, LASTING_KINDS);

  const get = (id: string): PeerNotes | undefined => open.get(id) ?? lost.get(id);
  return {
    open: () => open.entries(),
    lost() {
      forgetLost();
      return lost.entries();
    },
    counts: () => ({ open: open.size, lost: lost.size }),
    get,
    opened: (peer, userAgent) => void open.set(peer.id, new PeerNotes(peer, nameOf(userAgent), gatewayId)),
    stop: unsubscribe,
  };
}
