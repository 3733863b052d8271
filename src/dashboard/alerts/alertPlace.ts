import type { Alert } from '../../admin/schemas/alerts.js';
import { LAST_HOUR_MS, type Address, type Span } from '../state/address.js';

/** A period with a little of what was before, so that the difference shows. */
function alertPeriod({ from, to, raisedAt }: Alert): Span {
  const end = Math.max(to, raisedAt, from + 60_000);
  return { from: Math.min(from, end - LAST_HOUR_MS / 4), to: end };
}

/** Where an alert is looked at: a screen of its own, with its period. */
export const alertPlace = (alert: Alert): Partial<Address> => ({
  screen: 'alerts',
  id: alert.id,
  period: alertPeriod(alert),
});

/** Rules about settings: what is to be done about them is done there. */
const SETTINGS_RULES = new Set([
  'path_cuts_idle',
  'proxy_idle_timeout',
  'guard_promoted',
  'guard_reverted',
  'guard_undecided',
  'guard_interrupted',
]);

export const isAboutSettings = ({ rule }: Alert): boolean => SETTINGS_RULES.has(rule);

/** The words of the link to an alert. */
export const alertVerb = ({ peers }: Alert): string =>
  peers === undefined || peers === 0 ? 'Look at it' : `Look at the ${peers}`;
