import { createHash } from 'node:crypto';
import type { GuardView } from '../../../admin/schemas/guard.js';
import type { GatewayClock } from '../../clock.js';
import { Trial, type Participant, type TrialDecision, type TrialPlan } from '../../guard/trial.js';
import { addressKey } from '../../http/address.js';
import type { CloseReason } from '../../views.js';
import { guardId, sayProgress, toGuardView } from './guardView.js';
import type { PeerSettings } from '../settingsBook.js';
import type { HistoryEntry } from '../settingsJournal.js';

/** A connection, as far as a guarded change has to know it. */
export interface GuardedPeer {
  /** Null before the hello, and where the client has none. */
  readonly sessionId: string | null;
  readonly remote: string;
  /** Since when it follows a change that is only tried (monotonic ms); null: it follows what is in force. */
  triesSince: number | null;
  announceSettings(): void;
}

/** The connections, and how they are told. */
export interface GuardedPeers {
  readonly all: Iterable<GuardedPeer>;
  /** Calls `act` for each, between turns of the event loop. */
  readonly inTurns: (act: (peer: GuardedPeer) => void) => void;
  /** Some follow another interval now. */
  readonly retime: () => void;
}

/** How a trial ends by itself, or cannot. */
export type Verdict = Exclude<TrialDecision, { readonly kind: 'watch' | 'grow' }>;

/** What a guarded change needs. */
export interface GuardedChangeWorld {
  readonly clock: GatewayClock;
  readonly peers: GuardedPeers;
  readonly onVerdict: (verdict: Verdict) => void;
  readonly onGrow: () => void;
}

/** A change that is tried on growing shares of the peers. */
export interface GuardedChange {
  readonly entry: HistoryEntry;
  /** What the peers of the share follow. */
  readonly forPeers: PeerSettings;
  /** The peers of the first share are told. */
  readonly begin: () => void;
  readonly view: () => GuardView;
  readonly arrived: (peer: GuardedPeer, wasOutageShown: boolean) => void;
  readonly closed: (peer: GuardedPeer, reason: CloseReason, silentMs: number) => void;
  /** No verdict comes any more; an operator decides. */
  readonly freeze: (says: string) => void;
  readonly stop: () => void;
}

/** Prepares the trial of a change on the peers that are connected now. */
export function tryChange(
  entry: HistoryEntry,
  forPeers: PeerSettings,
  plan: TrialPlan,
  { clock, peers, onVerdict, onGrow }: GuardedChangeWorld,
): GuardedChange {
  const id = guardId(entry);
  const participants = [...peers.all].flatMap((peer) => toParticipant(peer, id) ?? []);
  const trial = new Trial(plan, participants, clock.now());
  let timer: unknown = null;
  let frozen: string | null = null;
  let isOver = false;

  const tell = (peer: GuardedPeer): void => {
    const participant = toParticipant(peer, id);
    if (isOver || peer.triesSince !== null || !participant || !trial.isTried(participant)) return;
    peer.triesSince = clock.now();
    peer.announceSettings();
  };
  const tellShare = (): void => {
    peers.inTurns(tell);
    peers.retime();
  };
  const look = (): void => {
    if (isOver || frozen !== null) return;
    const decision = trial.look(clock.now());
    if (decision.kind === 'grow') {
      onGrow();
      tellShare();
    } else if (decision.kind !== 'watch') {
      isOver = decision.kind !== 'undecided';
      clock.clearTimeout(timer);
      onVerdict(decision);
      return;
    }
    clock.clearTimeout(timer);
    timer = clock.setTimeout(look, Math.max(1, trial.windowEndsAt - clock.now()));
  };

  return {
    entry,
    forPeers,
    begin() {
      tellShare();
      look();
    },
    view: () =>
      toGuardView(entry, trial, frozen === null ? 'running' : 'undecided', frozen ?? sayProgress(trial), clock),
    arrived(peer, wasOutageShown) {
      const participant = toParticipant(peer, id);
      if (!participant || isOver) return;
      trial.arrived(participant, clock.now(), wasOutageShown);
      tell(peer);
      look();
    },
    closed({ sessionId, triesSince }, reason, silentMs) {
      if (sessionId === null || isOver) return;
      const now = clock.now();
      trial.left(
        sessionId,
        {
          isAbnormal: reason === 'abnormal',
          isHeartbeatTimeout: reason === 'heartbeat_timeout',
          // What told the peer of the change was a frame as well.
          silentMs: Math.min(silentMs, triesSince === null ? silentMs : now - triesSince),
        },
        now,
      );
      look();
    },
    freeze(says) {
      frozen = says;
    },
    stop() {
      isOver = true;
      clock.clearTimeout(timer);
    },
  };
}

const PLACES = 2 ** 48;

/** Null for a peer that cannot be known again when it comes back. */
function toParticipant({ sessionId, remote }: GuardedPeer, id: string): Participant | null {
  if (sessionId === null) return null;
  const place = createHash('sha256').update(`${id}:${sessionId}`).digest().readUIntBE(0, 6) / PLACES;
  return { sessionId, place, block: addressKey(remote) };
}

/** How many people could try a change. */
export const countPeople = (peers: Iterable<GuardedPeer>): number =>
  new Set([...peers].flatMap(({ sessionId }) => sessionId ?? [])).size;
