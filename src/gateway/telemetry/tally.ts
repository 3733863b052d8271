import type { CloseReason, GatewayCounters, GatewayStats, RefusalReason } from '../views.js';
import type { ConnectionCause } from '../../protocol/events.js';

const CLOSE_REASONS: Readonly<Record<CloseReason, 0>> = {
  heartbeat_timeout: 0,
  slow_reader: 0,
  rate_limited: 0,
  operator: 0,
  shutdown: 0,
  drain: 0,
  too_large: 0,
  protocol_error: 0,
  normal: 0,
  application: 0,
  abnormal: 0,
};

const REFUSAL_REASONS: Readonly<Record<RefusalReason, 0>> = {
  origin: 0,
  host: 0,
  connection_limit: 0,
  address_limit: 0,
  accept_rate: 0,
  unauthorized: 0,
  forbidden: 0,
  authenticate_timeout: 0,
  draining: 0,
  closing: 0,
  invalid_handshake: 0,
  upgrade_missing: 0,
  unknown_path: 0,
  taken: 0,
};

/** The causes a client may name for the connection it lost. Any other is counted as `other`, as labels must be few. */
const CAUSES: Readonly<Record<ConnectionCause | 'other', 0>> = {
  manual: 0,
  'heartbeat-timeout': 0,
  'connect-timeout': 0,
  'connect-error': 0,
  unreachable: 0,
  'upgrade-blocked': 0,
  closed: 0,
  'network-offline': 0,
  drain: 0,
  overload: 0,
  auth: 0,
  refused: 0,
  sleep: 0,
  hidden: 0,
  other: 0,
};

/** A cause of the closed set. */
export type KnownCause = keyof typeof CAUSES;

/** Plain numbers, so that counting costs an addition. Metrics and statistics read them on demand. */
export interface Tally {
  /** Refused upgrades are counted by reason only; `toStats` adds them up. */
  readonly counters: { -readonly [Name in Exclude<keyof GatewayCounters, 'rejected'>]: number };
  readonly closed: Record<CloseReason, number>;
  readonly refused: Record<RefusalReason, number>;
  readonly reconnects: Record<KnownCause, number>;
}

/** A tally with nothing counted. */
export const createTally = (): Tally => ({
  counters: {
    opened: 0,
    pingsSent: 0,
    pingsReceived: 0,
    pongsSent: 0,
    pongsReceived: 0,
    missed: 0,
    newlySilent: 0,
    timeouts: 0,
    unreturned: 0,
  },
  closed: { ...CLOSE_REASONS },
  refused: { ...REFUSAL_REASONS },
  reconnects: { ...CAUSES },
});

/** The statistics of a tally as it is now: a copy, which later counts do not change. */
export const toStats = (
  { counters, closed, refused, reconnects }: Tally,
  rest: Omit<GatewayStats, keyof Tally>,
): GatewayStats => ({
  ...rest,
  counters: { ...counters, rejected: Object.values(refused).reduce((sum, count) => sum + count, 0) },
  closed: { ...closed },
  refused: { ...refused },
  reconnects: { ...reconnects },
});

/** The counts alone, as other gateways are told them. */
export const toCounts = ({ counters, closed, refused, reconnects }: Tally): Tally => ({
  counters: { ...counters },
  closed: { ...closed },
  refused: { ...refused },
  reconnects: { ...reconnects },
});

/** The cause under which a reconnect is counted. */
export const knownCause = (cause: string): KnownCause =>
  Object.hasOwn(CAUSES, cause) ? (cause as KnownCause) : 'other';
