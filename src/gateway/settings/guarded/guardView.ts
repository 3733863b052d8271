import type { GuardView } from '../../../admin/schemas/guard.js';
import type { HistoryEntry } from '../settingsJournal.js';
import { toWall, type GatewayClock } from '../../clock.js';
import { SHARES } from '../../guard/guardRules.js';
import { EVIDENCE_NEEDED, PEOPLE_NEEDED, type Trial } from '../../guard/trial.js';

/** The name of a trial: that of the change, which the journal remembers. It also decides whom the shares take first. */
export const guardId = ({ version, at }: Pick<HistoryEntry, 'version' | 'at'>): string => `guard-${version}-${at}`;

const NOTHING = { peers: 0, abnormalCloses: 0, people: 0, heartbeatTimeouts: 0, outagesShown: 0 };

/** A guarded change of which no more is known than the journal tells: the process that tried it is gone. */
export const guardOfEntry = (entry: HistoryEntry): GuardView => ({
  id: guardId(entry),
  status: 'running',
  version: entry.version,
  startedAt: entry.at,
  by: entry.by,
  reason: entry.reason,
  from: entry.from,
  to: entry.to,
  share: 0,
  windowStartedAt: entry.at,
  windowEndsAt: entry.at,
  shares: [...SHARES],
  tried: NOTHING,
  rest: NOTHING,
  evidence: 1,
  evidenceNeeded: EVIDENCE_NEEDED,
  peopleNeeded: PEOPLE_NEEDED,
  sameSilenceMs: null,
  events: [],
  says: 'The gateway restarted while the change was tried. It was taken back.',
});

/** A guarded change as it is shown while it is tried. */
export function toGuardView(
  entry: HistoryEntry,
  trial: Trial,
  status: GuardView['status'],
  says: string,
  clock: GatewayClock,
): GuardView {
  const at = (instant: number): number => toWall(clock, instant);
  return {
    ...guardOfEntry(entry),
    status,
    share: trial.share,
    windowStartedAt: at(trial.windowStartedAt),
    windowEndsAt: at(trial.windowEndsAt),
    tried: { ...trial.counts.tried },
    rest: { ...trial.counts.rest },
    evidence: trial.evidence,
    sameSilenceMs: trial.sameSilenceMs,
    events: trial.events.map((event) => ({ ...event, at: at(event.at) })),
    says,
  };
}

const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`);

/** Where a trial stands, and what is missing for a verdict. */
export function sayProgress({ counts: { tried, rest }, share }: Trial): string {
  const lost = `${people(tried.people)} of the share lost the connection and came back, and ${rest.people} of the rest.`;
  return (
    `${tried.peers} of ${tried.peers + rest.peers} peers try it (${share * 100} %). ${lost} ` +
    `It is taken back when ${PEOPLE_NEEDED} or more did and chance does not explain it.`
  );
}
