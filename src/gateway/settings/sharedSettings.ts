import type { Mail } from '../cluster/mail.js';
import type { DocumentWorld, SharedDocument, WriteRight } from '../cluster/sharedDocument.js';
import type { GuardView } from '../../admin/schemas/guard.js';
import { guardOfEntry } from './guarded/guardView.js';
import { toHistoryEntry, triedEntry, withChange, type Journal } from './settingsJournal.js';

/** The settings as several gateways share them. */
export interface SettingsShare {
  readonly document: SharedDocument;
  /** Why no change can be made now; null: one can. */
  readonly whyUnsettled: () => string | null;
  /** The right to end the change that is being tried; null when this gateway does not have it. */
  readonly guardRight: () => WriteRight | null;
  /** Tries to get that right, or gives it back. */
  readonly wantGuard: (wants: boolean) => void;
  /** Whether some gateway tries the change; undefined while that is not known. */
  readonly isGuardHeld: () => boolean | undefined;
  readonly onTick: (listener: () => void) => void;
  readonly guardMail: GuardMail;
  /** How many connections the other gateways have. */
  readonly otherConnections: () => number;
}

/** How gateways talk about a change that is tried on the peers of all. */
export interface GuardMail extends Pick<Mail, 'ask' | 'answer'> {
  /** This gateway. */
  readonly id: string;
  readonly onTick: (listener: () => void) => void;
}

/** Shares the settings: how they are read here, and how others are adopted. */
export type ShareSettings = (read: () => string, adopt: DocumentWorld['adopt']) => SettingsShare;

/** Another gateway has changed the settings first. They are to be adopted, and the change judged by them. */
export class SettingsOutrun extends Error {
  override readonly name = 'SettingsOutrun';
  readonly adopt: () => void;

  constructor(adopt: () => void) {
    super('another gateway of the cluster has changed the settings at the same time');
    this.adopt = adopt;
  }
}

/**
 * The journal with which a gateway goes on that learns of another one. A version never goes back, and never stands for two
 * things: if this gateway has given out a version that the other journal does not know, the settings get a new one.
 */
export function journalAfter(ours: Journal, theirs: Journal, at: number): { journal: Journal; isRaised: boolean } {
  const highest = Math.max(ours.highest, theirs.highest);
  const isKnown = theirs.version > ours.version || (theirs.version === ours.version && isSame(ours, theirs));
  if (isKnown) return { journal: { ...theirs, highest }, isRaised: false };
  const about = { at, by: 'cluster', remote: null, reason: null, kind: 'reloaded' } as const;
  const journal = withChange({ ...theirs, highest }, { ...about, from: {}, to: {}, runtime: theirs.runtime });
  return { journal, isRaised: true };
}

/** Whether the versions in force are one and the same change. */
function isSame(ours: Journal, theirs: Journal): boolean {
  const [one, other] = [ours, theirs].map(({ entries, version }) => entries.find((entry) => entry.version === version));
  return JSON.stringify([one?.at, one?.by, one?.to]) === JSON.stringify([other?.at, other?.by, other?.to]);
}

/** A change of whose trial no more is known here than the journal tells: another gateway leads it. Null when none is tried. */
export function triedElsewhere(journal: Journal): GuardView | null {
  const entry = triedEntry(journal);
  if (!entry) return null;
  const says = 'Another gateway of the cluster leads the trial, and decides.';
  return { ...guardOfEntry(toHistoryEntry(entry)), says };
}
