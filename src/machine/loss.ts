import * as closeCodes from '../protocol/closeCodes.js';
import { actionForClose, type LossAction } from '../protocol/lossAction.js';
import type { ConnectionCause } from '../protocol/events.js';
import { retryDelayMs, SPREAD_MS, type RetryPace } from './backoff.js';
import { isNetworkLoss } from './offline.js';
import type { ConnectionLoss, LossDecision } from './options.js';
import { sessionOf, type HeartbeatState, type Open, type Outage, type Session } from './state.js';
import { msSince, record, type Step } from './step.js';

/** How a connection, or an attempt at one, was lost. */
export interface Loss {
  readonly cause: ConnectionCause;
  readonly action: LossAction;
  /** The close code; 1006 where there was no closing handshake. */
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
  /** Why an attempt failed, in the words of the platform or of the app's own code. */
  readonly message?: string | undefined;
}

/** A mistake of the app's, such as a URL that no socket takes: every attempt would fail in the same way. */
export const impossible = (message: string): Loss => ({ ...abandoned('connect-error', message), action: 'fail' });

/** The loss that a close event stands for. */
export function lossOf(code: number, reason: string, wasClean: boolean, wasDialing: boolean): Loss {
  const action = actionForClose(code);
  const cause = wasDialing && action === 'retry' ? 'connect-error' : causes[action];
  return { cause, action, code, reason, wasClean, message: `closed with ${code}` };
}

const causes: Record<LossAction, ConnectionCause> = {
  retry: 'closed',
  'retry-now': 'closed',
  spread: 'drain',
  slow: 'overload',
  reauthorize: 'auth',
  fail: 'refused',
};

/** The loss of a socket that was given up on without a closing handshake, or that never was. */
export const abandoned = (cause: ConnectionCause, message?: string): Loss => ({
  cause,
  action: 'retry',
  code: closeCodes.abnormal,
  reason: '',
  wasClean: false,
  message,
});

/** The first drop. */
export const startOutage = (cause: ConnectionCause, code: number, { at, random }: Step): Outage => ({
  since: at,
  cause,
  code,
  causeHoldsUntil: -Infinity,
  failedDialCount: 0,
  isDiagnosed: false,
  lost: false,
  slot: random,
});

/** Firefox closes sockets some 25 ms after `beforeunload`; where the page stays, a new one is not closed again. */
const NAVIGATION_MS = 1_000;
/** A loss this soon after coming back happened while the page was away. */
const WAKE_LOSS_MS = 10_000;

/**
 * A connection or an attempt was lost: wait for the next attempt, ask for credentials, or fail.
 * @param retryAt when the gateway wants this client back, if it said so
 * @param retryUntil when the last client is wanted back
 */
export function lose(
  state: HeartbeatState,
  loss: Loss,
  step: Step,
  retryAt?: number,
  retryUntil?: number,
): HeartbeatState {
  const ended = recordEnd(state, loss, step);
  const { action, cause, wake } = decide(state, loss, step);
  const { code } = loss;
  const before = state.outage ?? startOutage(cause, code, step);
  const isDial = state.phase === 'dialing' || (state.phase === 'open' && !state.isConfirmed);
  const isRootCauseKnown = isDial && cause.startsWith('connect-') && step.at < before.causeHoldsUntil;
  const outage: Outage = {
    ...before,
    cause: isRootCauseKnown ? before.cause : cause,
    code,
    // A restart is why the dials of its window fail.
    causeHoldsUntil: cause === 'drain' ? (retryUntil ?? step.at + SPREAD_MS) : before.causeHoldsUntil,
    failedDialCount: before.failedDialCount + (isDial ? 1 : 0),
  };
  const session = { ...ended, outage, wake };
  const { reconnect } = step.config;

  if (action === 'reauthorize') return reauthorize(session, step);
  if (action === 'fail') return fail(session, true, step);
  const { maxAttempts } = reconnect;
  const isAttempt = action !== 'offline' && action !== 'navigation';
  if (isAttempt && state.attempt >= maxAttempts) return fail(session, false, step);

  // Looking whether there is a network again is no attempt, nor is coming back from a navigation that was none.
  const attempt = isAttempt ? state.attempt + 1 : state.attempt;
  const delayMs =
    retryAt === undefined
      ? retryDelayMs(reconnect, action, attempt, outage.slot, step.random)
      : Math.max(0, Math.round(retryAt - step.at));
  record(step, 'retry.scheduled', { attempt, maxAttempts, delayMs, cause });
  return { ...session, phase: 'waiting', attempt, retryAt: step.at + delayMs };
}

/** What the log says of the end. A connection that was closed before it was confirmed is an attempt that failed. */
function recordEnd(state: HeartbeatState, loss: Loss, step: Step): Session {
  if (state.phase === 'open' && state.isConfirmed) return recordClosed(state, loss, step);
  record(step, 'connect.failed', { attempt: state.attempt, cause: loss.cause, message: loss.message });
  return sessionOf(state);
}

/** What the log says of the end of an open connection. */
export function recordClosed(
  state: Open,
  { code, reason, wasClean, cause }: Pick<Loss, 'code' | 'reason' | 'wasClean' | 'cause'>,
  step: Step,
): Session {
  record(step, 'connection.closed', { code, reason, wasClean, cause, openMs: msSince(state.openedAt, step) });
  return { ...sessionOf(state), lastClose: { code, reason, wasClean, at: step.at } };
}

interface Decision {
  readonly action: RetryPace | 'fail' | 'reauthorize';
  readonly cause: ConnectionCause;
  readonly wake: Session['wake'];
}

/** The table of close codes, unless the app or what only this side knows says otherwise. */
function decide({ attempt, page, wake }: Session, { action, cause, code }: Loss, step: Step): Decision {
  const decision = askApp(step.config.reconnect.decide, { cause, code, attempt });
  if (decision) return { action: decision, cause, wake };
  if (code === closeCodes.goingAway && step.at - page.leavingAt < NAVIGATION_MS)
    return { action: 'navigation', cause, wake };
  if (isNetworkLoss(cause, page)) return { action: 'offline', cause: 'network-offline', wake };
  if (action === 'retry' && wake && !wake.isSpent && step.at - wake.at < WAKE_LOSS_MS) {
    const found = wake.hasSlept && (cause === 'closed' || cause === 'heartbeat-timeout') ? 'sleep' : cause;
    return { action: 'awake', cause: found, wake: { ...wake, isSpent: true } };
  }
  return { action, cause, wake };
}

function askApp(
  question: (loss: ConnectionLoss) => LossDecision | undefined,
  loss: ConnectionLoss,
): LossDecision | undefined {
  try {
    return question(loss);
  } catch {
    return undefined;
  }
}

/** Asks the app for fresh credentials, once; without an answer to hope for, the connection has failed. */
export function reauthorize(session: Session & { outage: Outage }, step: Step): HeartbeatState {
  if (!step.config.canReauthorize() || session.isRenewed) return fail(session, true, step);
  record(step, 'auth.started', { code: session.outage.code });
  step.effects.push({ type: 'auth.renew', socketId: session.socketId });
  return { ...session, phase: 'authorizing', isRenewed: true, startedAt: step.at };
}

/** No further attempt is made automatically; the outage is worth telling at once. */
export function fail(session: Session & { outage: Outage }, isFinal: boolean, step: Step): HeartbeatState {
  const { attempt, outage } = session;
  const { cause, lost } = outage;
  if (!isFinal) record(step, 'retry.exhausted', { attempt, cause });
  if (!lost) record(step, 'lost', { cause, downMs: msSince(outage.since, step) });
  return { ...session, phase: 'failed', isFinal, outage: { ...outage, lost: true } };
}
