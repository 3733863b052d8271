import type { GuardView, SettledGuard } from '../../../admin/schemas/guard.js';
import { printableError } from '../../telemetry/printable.js';
import { tryChange, type GuardedChange, type Verdict } from './guardedChange.js';
import type { Resolved } from '../sources/layeredSettings.js';
import { peersAfter, type PeerSettings } from '../settingsBook.js';
import { triedEntry, withGuardStatus, withPromotion, withReturn, type Journal } from '../settingsJournal.js';
import type { Participant } from '../../guard/trial.js';
import type { SettingsLayer } from '../sources/settingValues.js';
import type { SettingsOffice } from '../settingsOffice.js';
import { triedElsewhere } from '../sharedSettings.js';
import { followLeader } from './alliedShare.js';
import { leadAllies } from './allies.js';
import { guardId } from './guardView.js';
import { toParticipant, type GuardedPeer, type GuardedPeers } from './participants.js';

/** How a guarded change ends. */
type Ending = Extract<SettledGuard['status'], 'promoted' | 'reverted' | 'interrupted'>;

/** The guarded change of a gateway, while there is one. */
export interface GuardRoom {
  /** The change that this gateway tries, and leads where there are others; null while it leads none. */
  readonly view: () => GuardView | null;
  /** The change that another gateway leads; null for none. */
  readonly viewElsewhere: () => GuardView | null;
  /** Which gateway leads it, and the name of the trial; null for none, and while that is not known. */
  readonly leader: () => { readonly id: string; readonly trial: string } | null;
  /** What the peers of the share follow; null while no change is tried. */
  readonly forPeers: () => PeerSettings | null;
  /** How many people are connected, to the other gateways as well: those are estimated by their connections. */
  readonly people: () => number;
  /** Asks the other gateways to take part in a trial. Resolves with how many people could try it, on all that answered. */
  readonly invite: (trial: string) => Promise<number>;
  /** The trial does not begin. */
  readonly dismiss: () => void;
  /** Begins to try the change that the journal has as its newest. */
  readonly begin: (resolved: Resolved, runtime: SettingsLayer, idleLimitMs: number | null) => void;
  /** Ends it by hand, or because something else has changed the timing. Only in its turn. Returns why it could not be kept. */
  readonly end: (ending: Ending, by: string, says: string) => Promise<string | null>;
  /** Another gateway has decided on it, or the journal has lost it: no peer follows it any more, and nothing is recorded. */
  readonly abandon: () => void;
  /** The settings of the cluster are these now: a trial that they do not have is over for the peers of this gateway. */
  readonly leaveUnless: (journal: Journal) => void;
  /** A restart has ended one before this room was made. */
  readonly interrupted: (says: string) => void;
  readonly arrived: (peer: GuardedPeer, wasOutageShown: boolean) => void;
  readonly closed: GuardedChange['closed'];
  readonly stop: () => void;
}

/** How long the alert of an ending stays, unless another change is tried before. One that asks for a decision stays. */
const ALERT_MS = 3_600_000;

const WHY = {
  evidence: 'people who tried it lost their connections more often than the others, beyond chance',
  'same-silence': 'connections of the share ended after the same silence, as a proxy with a limit ends them',
} as const;

/** Makes the room, in which no change is tried yet. */
export function createGuardRoom(office: SettingsOffice, peers: GuardedPeers, onTimingChange: () => void): GuardRoom {
  const { book, clock, recorder, inTurn, keep, recordChange, reject, share: cluster } = office;
  const allies = cluster && leadAllies(cluster.guardMail, clock);
  const allied = cluster && followLeader({ mail: cluster.guardMail, clock, peers, book, onTimingChange });
  let elsewhere: readonly Participant[] = [];
  let running: GuardedChange | null = null;
  let alert: { readonly rule: string; readonly timer: unknown } | null = null;

  const clearAlert = (): void => {
    if (!alert) return;
    clock.clearTimeout(alert.timer);
    recorder.record('alert.cleared', { rule: alert.rule });
    alert = null;
  };
  const raise = (status: string, message: string): void => {
    clearAlert();
    const rule = `guard_${status}`;
    recorder.record('alert.raised', { rule, message });
    alert = { rule, timer: status === 'undecided' ? null : clock.setTimeout(clearAlert, ALERT_MS) };
  };
  const tell = (status: GuardView['status'] | Ending | 'grown', by: string, says: string): void => {
    if (!running) return;
    const { id, version, share } = running.view();
    recorder.record('settings.tried', { status, id, version, share, by, says });
  };

  const stop = (): void => {
    running?.stop();
    running = null;
    dismiss();
    for (const peer of peers.all) peer.triesSince = null;
  };
  const dismiss = (): void => {
    elsewhere = [];
    allies?.dismiss();
  };

  const end: GuardRoom['end'] = async (status, by, says) => {
    if (!running) return null;
    const { journal, values: before } = book;
    const { entry, view } = running;
    const at = clock.wallNow();
    const settled: SettledGuard = { ...view(), status, endedAt: at, endedBy: by, says };
    const { from, to } = entry;
    const isPromoted = status === 'promoted';
    const next = isPromoted
      ? withPromotion(journal, settled)
      : withReturn(journal, settled, { at, by, remote: null, reason: says, from: to, to: from });
    let unkept: string | null = null;
    try {
      // A configuration file that came meanwhile may contradict what is promoted. What is in force stays in force.
      await keep(next, isPromoted ? book.preview({ runtime: next.runtime }).resolved.values : before);
    } catch (error) {
      unkept = printableError(error);
      // What cannot be kept cannot be promoted. To take it back is safe all the same: a restart does it as well.
      if (isPromoted) return unkept;
      reject('runtime', `not kept: ${unkept}`);
    }
    tell(status, by, says);
    stop();
    if (isPromoted) {
      book.turnTo(next);
      recordChange(before, entry, 'runtime');
    } else {
      book.record(next);
    }
    raise(status, says);
    onTimingChange();
    return unkept;
  };

  const onVerdict = (verdict: Verdict): void =>
    void inTurn(async () => {
      if (verdict.kind === 'promote') {
        const unkept = await end('promoted', 'guard', 'No harm was found, which does not prove that there is none.');
        if (unkept !== null) await doubt(`it could not be kept: ${unkept}`);
      } else if (verdict.kind === 'revert') {
        await end('reverted', 'guard', `Taken back: ${WHY[verdict.why]}${silence()}.`);
      } else {
        await doubt(verdict.why === 'too-few' ? 'too few peers are left to compare' : 'the evidence is mixed');
      }
    });
  const silence = (): string => {
    const sameMs = running?.view().sameSilenceMs ?? null;
    return sameMs === null ? '' : ` (${Math.round(sameMs)} ms)`;
  };
  const doubt = async (why: string): Promise<void> => {
    if (!running) return;
    const says = `Undecided: ${why}. The share keeps the change until an operator promotes it or takes it back.`;
    running.freeze(says);
    book.record(withGuardStatus(book.journal, 'undecided'));
    office.keepIfPossible();
    tell('undecided', 'guard', says);
    raise('undecided', says);
  };

  return {
    view: () => running?.view() ?? null,
    viewElsewhere() {
      const known = triedElsewhere(book.journal);
      return known && (allied?.view() ?? known);
    },
    leader: () => allied?.leader() ?? null,
    forPeers: () => running?.forPeers ?? allied?.forPeers() ?? null,
    people: () => new Set(sessions(peers)).size + (cluster?.otherConnections() ?? 0),
    async invite(trial) {
      elsewhere = (await allies?.invite(trial)) ?? [];
      const own = [...peers.all].flatMap((peer) => toParticipant(peer, trial) ?? []);
      return new Set([...own, ...elsewhere].map(({ sessionId }) => sessionId)).size;
    },
    dismiss,
    begin(resolved, runtime, idleLimitMs) {
      const entry = triedEntry(book.journal);
      if (!entry) return;
      clearAlert();
      const { values } = resolved;
      const plan = { from: book.values, to: values, idleLimitMs };
      const onGrow = (): void => tell('grown', 'guard', 'No harm was found. The share grows.');
      const forPeers = peersAfter(resolved, runtime, entry.version);
      running = tryChange(entry, forPeers, plan, elsewhere, { clock, peers, onVerdict, onGrow });
      allies?.lead(running);
      running.begin();
      tell('running', entry.by, 'The change is tried on a share of the peers.');
    },
    end,
    abandon: stop,
    leaveUnless(journal) {
      const entry = triedEntry(journal);
      const followed = allied?.leader();
      if (followed && (!entry || guardId(entry) !== followed.trial)) allied?.leave();
    },
    interrupted: (says) => raise('interrupted', says),
    arrived(peer, wasOutageShown) {
      running?.arrived(peer, wasOutageShown);
      allied?.arrived(peer, wasOutageShown);
    },
    closed(peer, reason, silentMs) {
      running?.closed(peer, reason, silentMs);
      allied?.closed(peer, reason, silentMs);
    },
    stop() {
      running?.stop();
      allied?.stop();
      clock.clearTimeout(alert?.timer);
    },
  };
}

const sessions = (peers: GuardedPeers): string[] => [...peers.all].flatMap(({ sessionId }) => sessionId ?? []);
