import { counted, namesOf, type Row } from '../statistics/rows/row.js';

/** Planned reconnects, which are not a sign of trouble. */
const PLANNED = new Set(['manual', 'drain', 'hidden', 'sleep']);
/** Refusals that are the gateway's own doing. */
const LEAVING = new Set(['draining', 'closing']);

const sumOf = (group: 'reconnects' | 'refused', isPlanned: ReadonlySet<string>): ((row: Row) => number) => {
  const names = namesOf(group).filter((name) => !isPlanned.has(name));
  return (row) => names.reduce((sum, name) => sum + counted(row, `${group}.${name}`), 0);
};

/** Peers that missed a heartbeat, the first in a row. */
export const newlySilent = (row: Row): number => counted(row, 'newlySilent');
/** Clients that came back from an end that was not planned. */
export const unplannedReconnects = sumOf('reconnects', PLANNED);
/** Upgrades refused, but for those of a gateway that is leaving. */
export const refusals = sumOf('refused', LEAVING);
