import type { GuardView } from '../../../admin/schemas/guard.js';
import type { GatewayClock } from '../../clock.js';
import { Trial, type Participant, type TrialClose, type TrialDecision, type TrialPlan } from '../../guard/trial.js';
import type { CloseReason } from '../../views.js';
import { guardId, sayProgress, toGuardView } from './guardView.js';
import { toParticipant, toTrialClose, type GuardedPeer, type GuardedPeers } from './participants.js';
import type { PeerSettings } from '../settingsBook.js';
import type { HistoryEntry } from '../settingsJournal.js';

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
  /** Who tries it: people up to this place. Peers of other gateways are told by those. */
  readonly line: () => number;
  /** A person is connected to another gateway, or a connection of theirs to it has ended. */
  readonly arrivedElsewhere: (participant: Participant, wasOutageShown: boolean) => void;
  readonly leftElsewhere: (person: string, close: TrialClose) => void;
  /** No verdict comes any more; an operator decides. */
  readonly freeze: (says: string) => void;
  readonly stop: () => void;
}

/**
 * Prepares the trial of a change on the peers that are connected now.
 * @param elsewhere those of other gateways, once for each connection
 */
export function tryChange(
  entry: HistoryEntry,
  forPeers: PeerSettings,
  plan: TrialPlan,
  elsewhere: readonly Participant[],
  { clock, peers, onVerdict, onGrow }: GuardedChangeWorld,
): GuardedChange {
  const id = guardId(entry);
  const participants = [...peers.all].flatMap((peer) => toParticipant(peer, id) ?? []);
  const trial = new Trial(plan, [...participants, ...elsewhere], clock.now());
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

  const leave = (person: string, close: TrialClose): void => {
    if (isOver) return;
    trial.left(person, close, clock.now());
    look();
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
    closed(peer, reason, silentMs) {
      const participant = toParticipant(peer, id);
      if (participant) leave(participant.sessionId, toTrialClose(peer, reason, silentMs, clock.now()));
    },
    line: () => trial.line,
    arrivedElsewhere(participant, wasOutageShown) {
      if (isOver) return;
      trial.arrived(participant, clock.now(), wasOutageShown);
      look();
    },
    leftElsewhere: leave,
    freeze(says) {
      frozen = says;
    },
    stop() {
      isOver = true;
      clock.clearTimeout(timer);
    },
  };
}
