import { EVENT_LEVELS } from '../../protocol/eventLevels.js';
import type { HeartbeatEventKind } from '../../protocol/events.js';

/**
 * Pings and pongs: ten thousand peers make a thousand a second, so they are recorded only for listeners that ask for
 * them.
 */
export const isBeat = (kind: HeartbeatEventKind): boolean => /^(?:ping|pong)\./.test(kind);

export const ALL_KINDS = Object.keys(EVENT_LEVELS) as readonly HeartbeatEventKind[];

/** The kinds of record that are kept for later readers. Pings and pongs would leave no room for anything else. */
export const LASTING_KINDS = ALL_KINDS.filter((kind) => !isBeat(kind));
