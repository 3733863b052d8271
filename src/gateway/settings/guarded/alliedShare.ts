import * as v from 'valibot';
import type { GuardView } from '../../../admin/schemas/guard.js';
import type { GatewayClock } from '../../clock.js';
import type { CloseReason } from '../../views.js';
import { peersAfter, type PeerSettings, type SettingsBook } from '../settingsBook.js';
import { triedEntry } from '../settingsJournal.js';
import type { GuardMail } from '../sharedSettings.js';
import {
  batchSchema,
  invitationSchema,
  standingSchema,
  toLetter,
  TOPICS,
  type PersonEvent,
  type Standing,
} from './guardLetters.js';
import { guardId } from './guardView.js';
import { numberOfPerson, toParticipant, toTrialClose, type GuardedPeer, type GuardedPeers } from './participants.js';

/** Without an answer of the leader for this long, the peers follow what is in force again. */
const UNLED_FOR_MS = 12_000;
/** More than this in so short a time is too much to tell: the gateway leaves the trial. */
const MAX_EVENTS = 20_000;

/** The share of this gateway's peers in a trial that another gateway leads. */
export interface AlliedShare {
  /** How the trial goes, by the leader; null without one. */
  readonly view: () => GuardView | null;
  readonly leader: () => { readonly id: string; readonly trial: string } | null;
  /** What the peers of the share follow; null while none does. */
  readonly forPeers: () => PeerSettings | null;
  readonly arrived: (peer: GuardedPeer, wasOutageShown: boolean) => void;
  readonly closed: (peer: GuardedPeer, reason: CloseReason, silentMs: number) => void;
  /** The trial is over. The peers are not told: the caller does that. */
  readonly leave: () => void;
  readonly stop: () => void;
}

/** What following needs of the settings. */
export interface AlliedWorld {
  readonly mail: GuardMail;
  readonly clock: GatewayClock;
  readonly peers: GuardedPeers;
  readonly book: SettingsBook;
  /** Peers that tried the change follow what is in force again. */
  readonly onTimingChange: () => void;
}

interface Following {
  readonly trial: string;
  readonly leader: string;
  isAsking: boolean;
  /** The number of the first event that is not answered yet. */
  first: number;
  readonly events: PersonEvent[];
  line: number;
  forPeers: PeerSettings | null;
  view: GuardView | null;
}

/** Follows the trials of other gateways. */
export function followLeader({ mail, clock, peers, book, onTimingChange }: AlliedWorld): AlliedShare {
  let following: Following | null = null;
  /** Runs out when the leader, or the store between the two, does not answer. */
  let patience: unknown = null;

  const wait = (): void => {
    clock.clearTimeout(patience);
    patience = clock.setTimeout(giveUp, UNLED_FOR_MS);
  };
  const leave = (): void => {
    clock.clearTimeout(patience);
    following = null;
    for (const peer of peers.all) peer.triesSince = null;
  };
  const giveUp = (): void => {
    leave();
    onTimingChange();
  };
  const tell = (peer: GuardedPeer): void => {
    if (!following?.forPeers || peer.triesSince !== null) return;
    const participant = toParticipant(peer, following.trial);
    if (!participant || participant.place > following.line) return;
    peer.triesSince = clock.now();
    peer.announceSettings();
  };
  /** What the change would be here. Throws where it contradicts what is deployed on this gateway. */
  const planOf = (trial: string): PeerSettings | null => {
    const entry = triedEntry(book.journal);
    if (!entry || guardId(entry) !== trial) return null;
    const { resolved } = book.preview({ runtime: entry.runtime });
    return peersAfter(resolved, entry.runtime, entry.version);
  };
  const heard = (standing: Standing, followed: Following, told: number): void => {
    if (standing === null) return giveUp();
    wait();
    followed.events.splice(0, told);
    followed.first += told;
    followed.view = standing.guard;
    if (standing.line <= followed.line) return;
    followed.forPeers ??= planOf(followed.trial);
    // The settings of the cluster have not come this far yet: with the next answer.
    if (!followed.forPeers) return;
    followed.line = standing.line;
    peers.inTurns(tell);
    peers.retime();
  };
  const ask = async (followed: Following): Promise<void> => {
    const { trial, leader, first } = followed;
    const events = [...followed.events];
    const batch: v.InferOutput<typeof batchSchema> = { trial, from: mail.id, first, events };
    const [answer] = await mail.ask(TOPICS.events, batch, { only: leader, isPatient: true });
    const standing = v.safeParse(standingSchema, answer?.about);
    if (followed !== following || !standing.success) return;
    try {
      heard(standing.output, followed, events.length);
    } catch {
      giveUp();
    }
  };
  mail.onTick(() => {
    const followed = following;
    if (!followed || followed.isAsking) return;
    if (followed.events.length > MAX_EVENTS) return giveUp();
    followed.isAsking = true;
    void ask(followed).finally(() => (followed.isAsking = false));
  });
  mail.answer(TOPICS.people, (about) => {
    const { trial, leader } = v.parse(invitationSchema, about);
    if (following?.forPeers) giveUp();
    wait();
    following = {
      trial,
      leader,
      isAsking: false,
      first: 0,
      events: [],
      line: 0,
      forPeers: null,
      view: null,
    };
    return [...peers.all].flatMap((peer) => {
      const participant = toParticipant(peer, trial);
      return participant ? [toLetter(participant)] : [];
    });
  });

  return {
    view: () => following?.view ?? null,
    leader: () => following && { id: following.leader, trial: following.trial },
    forPeers: () => following?.forPeers ?? null,
    arrived(peer, wasOutageShown) {
      const participant = following && toParticipant(peer, following.trial);
      if (!following || !participant) return;
      following.events.push(['arrived', ...toLetter(participant), wasOutageShown]);
      tell(peer);
    },
    closed(peer, reason, silentMs) {
      const participant = following && toParticipant(peer, following.trial);
      if (!following || !participant) return;
      const close = toTrialClose(peer, reason, silentMs, clock.now());
      const { isAbnormal, isHeartbeatTimeout } = close;
      following.events.push(['left', numberOfPerson(participant), isAbnormal, isHeartbeatTimeout, close.silentMs]);
    },
    leave,
    stop: () => clock.clearTimeout(patience),
  };
}
