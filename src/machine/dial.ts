import { actionForClose, closeCodes, type LossAction } from '../protocol/closeCodes.js';
import type { ConnectionCause } from '../protocol/events.js';
import { retryDelayMs, type RetryPace } from './backoff.js';
import { record } from './effect.js';
import type { Moment } from './event.js';
import type { ConnectionLoss, LossDecision, MachineConfig } from './options.js';
import type { Reaction } from './reaction.js';
import { startPulse, type PulseRules } from './pulse.js';
import { sessionOf, type Dialing, type Failed, type HeartbeatState, type Outage } from './state.js';

/** Starts an attempt, with a socket id of its own. */
export function dial(state: HeartbeatState, now: Moment): Reaction {
  const socketId = state.socketId + 1;
  const cause = state.outage?.cause ?? null;
  return [
    { ...sessionOf(state), phase: 'dialing', socketId, startedAt: now.at },
    [
      { type: 'socket.open', socketId, attempt: state.attempt, cause },
      record('connect.started', { attempt: state.attempt, cause }),
    ],
  ];
}

/** The attempt succeeded: the outage, if there was one, is over; the attempts are given back only when it proves stable. */
export function open(config: MachineConfig, state: Dialing, now: Moment): Reaction {
  const { attempt, outage, isRenewed } = state;
  const downMs = outage ? Math.round(now.at - outage.since) : 0;
  const [pulse, beats] = startPulse(rulesOf(config, state), now);
  return [
    {
      ...sessionOf(state),
      phase: 'open',
      outage: null,
      openedAt: now.at,
      previous: outage && { code: outage.code, cause: outage.cause, downMs },
      trust: attempt === 0 && !isRenewed ? 'stable' : 'probation',
      pulse,
      leaveAt: null,
    },
    [
      record('connect.opened', { attempt, tookMs: Math.round(now.at - state.startedAt) }),
      ...(outage ? [record('reconnected', { attempt, downMs, cause: outage.cause })] : []),
      ...(outage?.lost ? [record('restored', { downMs })] : []),
      ...beats,
    ],
  ];
}

/** What the pulse of this state is judged by. */
export const rulesOf = ({ heartbeat }: MachineConfig, { settings, latency }: HeartbeatState): PulseRules => ({
  heartbeat,
  settings,
  latency,
});

/** How a connection, or an attempt at one, was lost. */
export interface Loss {
  readonly cause: ConnectionCause;
  readonly action: LossAction;
  /** The close code; 1006 where there was no closing handshake. */
  readonly code: number;
}

/** The loss a close event of the peer (or of the network) stands for. */
export function lossOf(code: number, wasDialing: boolean): Loss {
  const action = actionForClose(code);
  return { action, code, cause: wasDialing && action === 'retry' ? 'connect-error' : causes[action] };
}

const causes: Record<LossAction, ConnectionCause> = {
  retry: 'closed',
  'retry-now': 'closed',
  spread: 'drain',
  slow: 'overload',
  reauthorize: 'auth',
  fail: 'refused',
};

/** The first drop. */
export const startOutage = (cause: ConnectionCause, code: number, { at, random }: Moment): Outage => ({
  since: at,
  cause,
  code,
  lost: false,
  slot: random,
});

/** The loss of a socket that was given up without a closing handshake. */
export const abandoned = (cause: ConnectionCause): Loss => ({ cause, action: 'retry', code: closeCodes.abnormal });

/** A loss this soon after coming back was made while nobody looked, and is mended while somebody does. */
const WAKE_LOSS_MS = 10_000;
/** What a network that is not there looks like, from here. */
const LOOKS_OFFLINE: readonly ConnectionCause[] = ['closed', 'heartbeat-timeout', 'connect-error', 'connect-timeout'];

/**
 * A connection or an attempt was lost: wait for the next attempt, ask for credentials, or give up.
 * @param retryAt when the gateway wants us back, if it said so
 */
export function lose(
  config: MachineConfig,
  state: HeartbeatState,
  loss: Loss,
  now: Moment,
  retryAt?: number,
): Reaction {
  const { action, cause, wake } = decide(config, state, loss, now);
  const { code } = loss;
  const outage: Outage = { ...(state.outage ?? startOutage(cause, code, now)), cause, code };
  const session = { ...sessionOf(state), outage, wake };
  const { maxAttempts } = config.reconnect;

  if (action === 'reauthorize' && config.canReauthorize && !state.isRenewed) {
    const { socketId } = state;
    return [
      { ...session, phase: 'authorizing', isRenewed: true, startedAt: now.at },
      [record('auth.started', { code }), { type: 'auth.renew', socketId }],
    ];
  }
  if (action === 'fail' || action === 'reauthorize') return fail(session, true, now);
  if (action !== 'offline' && state.attempt >= maxAttempts) return fail(session, false, now);

  // While the browser says that there is no network, looking whether there is one is no attempt.
  const attempt = action === 'offline' ? state.attempt : state.attempt + 1;
  const delayMs =
    retryAt === undefined
      ? retryDelayMs(config.reconnect, action, attempt, outage.slot, now.random)
      : Math.max(0, Math.round(retryAt - now.at));
  return [
    { ...session, phase: 'waiting', attempt, outage, retryAt: now.at + delayMs },
    [record('retry.scheduled', { attempt, maxAttempts, delayMs, cause })],
  ];
}

/** The close-code table, what the app makes of it, and what only this side knows. */
function decide(
  { reconnect }: MachineConfig,
  { attempt, page, wake }: HeartbeatState,
  { action, cause, code }: Loss,
  { at }: Moment,
): { action: RetryPace | 'fail' | 'reauthorize'; cause: ConnectionCause; wake: HeartbeatState['wake'] } {
  const decision = askApp(reconnect.decide, { cause, code, attempt });
  if (decision) return { action: decision, cause, wake };
  if (!page.isOnline && LOOKS_OFFLINE.includes(cause)) return { action: 'offline', cause: 'network-offline', wake };
  if (action === 'retry' && wake && !wake.isSpent && at - wake.at < WAKE_LOSS_MS) {
    const found = wake.hasSlept && (cause === 'closed' || cause === 'heartbeat-timeout') ? 'sleep' : cause;
    return { action: 'awake', cause: found, wake: { ...wake, isSpent: true } };
  }
  return { action, cause, wake };
}

function askApp(decision: MachineConfig['reconnect']['decide'], loss: ConnectionLoss): LossDecision | undefined {
  try {
    return decision?.(loss);
  } catch {
    return undefined;
  }
}

/** Nothing more is tried by itself; the outage is worth telling at once. */
export function fail(session: Omit<Failed, 'phase' | 'isFinal'>, isFinal: boolean, now: Moment): Reaction {
  const { attempt, outage } = session;
  const { cause, since, lost } = outage;
  return [
    { ...session, phase: 'failed', isFinal, outage: { ...outage, lost: true } },
    [
      ...(isFinal ? [] : [record('retry.exhausted', { attempt, cause })]),
      ...(lost ? [] : [record('lost', { cause, downMs: Math.round(now.at - since) })]),
    ],
  ];
}
