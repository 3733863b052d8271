import pino from 'pino';

/** Warnings that ask something of the person who started the demo. All others are the story that the demo tells. */
const PROBLEMS = new Set(['settings.rejected', 'settings.hidden', 'webhook.failed']);
/** Why a page is refused that was opened under another name or from another site. */
const REFUSALS = new Set(['origin', 'host']);

/**
 * The gateway's logger. It writes at once, so that the log contains what happened just before the end. Without LOG_LEVEL it
 * writes errors and the warnings that the person can mend: the simulated visitors lose their connections all the time, and
 * their lines would push the address out of sight.
 */
export function createLogger({ LOG_LEVEL }, destination = pino.destination({ fd: 1, sync: true })) {
  const log = pino({ level: LOG_LEVEL || 'warn', base: null }, destination);
  if (LOG_LEVEL) return log;
  return {
    debug: () => {},
    info: () => {},
    warn: (record, kind) => {
      if (PROBLEMS.has(kind) || (kind === 'peer.rejected' && REFUSALS.has(record.reason))) log.warn(record, kind);
    },
    error: (record, kind) => log.error(record, kind),
    isLevelEnabled: (level) => level === 'warn' || level === 'error',
  };
}
