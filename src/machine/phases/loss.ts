import * as closeCodes from '../../protocol/closeCodes.js';
import { actionForClose, type LossAction } from '../../protocol/lossAction.js';
import type { ConnectionCause } from '../../protocol/events.js';
import type { RetryWindow } from '../../protocol/frames.js';
import { instantIn, retryDelayMs, SPREAD_MS, type RetryPace } from '../backoff.js';
import type { MachineEvent } from '../event.js';
import { isNetworkLoss } from './offline.js';
import {
  sessionOf,
  type Dialing,
  type HeartbeatState,
  type Open,
  type Outage,
  type PageState,
  type Session,
} from '../state.js';
import { msSince, record, type Step } from '../step.js';

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
  /** When the gateway wants this client back, if it said so as it closed. */
  readonly hint?: RetryWindow | undefined;
  /** When it wants this client back, monotonic, if it said so before. */
  readonly leaveAt?: number | null;
  /** The browser may have held the dial back, and never made it. */
  readonly mayBeHeld?: boolean | undefined;
}

/** A mistake of the app's, such as a URL that no socket takes: every attempt would fail in the same way. */
export const impossible = (message: string): Loss => ({ ...abandoned('connect-error', message), action: 'fail' });

/** The loss that a close event stands for. */
export function lossOf(event: Extract<MachineEvent, { type: 'socket.closed' }>, wasDialing: boolean): Loss {
  const { code, reason, wasClean, hint } = event;
  const action = actionForClose(code);
  const cause = wasDialing && action === 'retry' ? 'connect-error' : causes[action];
  return { cause, action, code, reason, wasClean, hint, message: `closed with ${code} ${reason}`.trim() };
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

/** The outage that goes on, or the one that begins with this drop. */
export const outageOf = (session: Session, cause: ConnectionCause, code: number, { at, random }: Step): Outage =>
  session.outage ?? {
    since: at,
    cause,
    code,
    causeHoldsUntil: -Infinity,
    failedDialCount: 0,
    refusedAt: -Infinity,
    isDiagnosed: false,
    lost: false,
    shownMs: 0,
    shownAt: null,
    slot: random,
  };

/** A session in the middle of an outage. */
type Interrupted = Session & { readonly outage: Outage };

/**
 * Firefox closes sockets some 25 ms after `beforeunload`, and on a busy machine tells a page of it more than a second later.
 * Where the page stays, a new one is not closed again.
 */
const NAVIGATION_MS = 3_000;
/** A loss this soon after coming back happened while the page was away. */
export const WAKE_LOSS_MS = 10_000;

/** Firefox makes a dial wait after one that failed, about 1.5 × as long each time, up to a minute. */
const HELD_AFTER_DIALS = 5;
const HELD_MS = 60_000;

/** A connection or an attempt was lost: wait for the next attempt, ask for credentials, or fail. */
export function lose(state: Dialing | Open, loss: Loss, step: Step): HeartbeatState {
  const isDial = state.phase === 'dialing' || !state.isConfirmed;
  const { action, cause, isChosen } = decide(state, loss, step);
  const { code, hint } = loss;
  const before = outageOf(state, cause, code, step);
  const { causeHoldsUntil } = before;
  const isRootCauseKnown = cause.startsWith('connect-') && step.at < causeHoldsUntil && action !== 'free';
  const { wake } = state;
  const session: Interrupted = {
    // A connection that was closed before it was confirmed is an attempt that failed.
    ...(isDial
      ? recordFailed(state, action === 'free' ? { ...loss, cause } : loss, step)
      : recordClosed(state, loss, step)),
    wake: wake && { ...wake, isSpent: wake.isSpent || action === 'awake' },
    outage: {
      ...before,
      cause: isRootCauseKnown ? before.cause : cause,
      code,
      // A restart is why the dials of its window fail.
      causeHoldsUntil:
        cause === 'drain' ? step.at + (hint ? hint.afterMs + hint.windowMs : SPREAD_MS) : causeHoldsUntil,
      failedDialCount: before.failedDialCount + Number(isDial),
      refusedAt: loss.cause === 'connect-error' ? step.at : before.refusedAt,
    },
  };

  if (action === 'reauthorize') return reauthorize(session, step);
  if (action === 'fail') return fail(session, true, step);
  const { reconnect } = step.config;
  // Three things do not count as attempts: a check whether the network is back, the return from a navigation that did
  // not happen, and a dial that was never made.
  const isAttempt = action !== 'offline' && action !== 'free';
  const { maxAttempts } = reconnect;
  if (maxAttempts === 0 || (isAttempt && state.attempt >= maxAttempts)) return fail(session, false, step);
  const attempt = state.attempt + Number(isAttempt);
  const retryAt = loss.leaveAt ?? (hint && instantIn(hint, step));
  const delayMs =
    isChosen || retryAt === undefined
      ? retryDelayMs(reconnect, action, attempt, before.slot, step.random)
      : Math.max(0, Math.round(retryAt - step.at));
  return wait({ ...session, attempt }, delayMs, cause, step);
}

/** Waits for the next attempt. */
export function wait(session: Interrupted, delayMs: number, cause: ConnectionCause, step: Step): HeartbeatState {
  const { maxAttempts } = step.config.reconnect;
  record(step, 'retry.scheduled', { attempt: session.attempt, maxAttempts, delayMs, cause });
  return { ...session, phase: 'waiting', retryAt: step.at + delayMs };
}

function recordFailed(state: Dialing | Open, { cause, message }: Loss, step: Step): Session {
  record(step, 'connect.failed', { attempt: state.attempt, cause, message });
  return sessionOf(state);
}

/** What the log says of the end of an open connection. */
export function recordClosed(
  state: Open,
  { code, reason, wasClean, cause }: Pick<Loss, 'code' | 'reason' | 'wasClean' | 'cause'>,
  step: Step,
): Session {
  const end = { code, reason, wasClean };
  record(step, 'connection.closed', { ...end, cause, openMs: msSince(state.openedAt, step) });
  return { ...sessionOf(state), lastClose: { ...end, at: step.at } };
}

interface Decision {
  readonly action: RetryPace | 'fail' | 'reauthorize';
  readonly cause: ConnectionCause;
  /** The app decided, so no wish of the server's counts. */
  readonly isChosen?: boolean;
}

/** The app decides first (`reconnect.decide`), then what only this side knows, then the table of close codes. */
function decide(
  { attempt, page, wake, outage }: Session,
  { action, cause, code, mayBeHeld }: Loss,
  step: Step,
): Decision {
  try {
    const decision = step.config.reconnect.decide({ cause, code, attempt });
    if (decision && Object.hasOwn(causes, decision)) {
      return { action: decision, cause: decision === 'reauthorize' ? 'auth' : cause, isChosen: true };
    }
    // Code without types may answer anything, such as a promise that rejects.
    if (decision) step.effects.push({ type: 'app.failed', error: decision });
  } catch (error) {
    step.effects.push({ type: 'app.failed', error });
  }
  if (code === closeCodes.goingAway && step.at - page.leavingAt < NAVIGATION_MS) return { action: 'free', cause };
  if (isNetworkLoss(cause, page)) return { action: 'offline', cause: 'network-offline' };
  if (mayBeHeld && outage && isHeld(outage, step)) return { action: 'free', cause: 'connect-error' };
  if (action !== 'retry' || !wake || wake.isSpent || step.at - wake.at >= WAKE_LOSS_MS) return { action, cause };
  const isSleep = wake.hasSlept && (cause === 'closed' || cause === 'heartbeat-timeout');
  return { action: 'awake', cause: isSleep ? 'sleep' : cause };
}

/** Whether a dial that timed out was likely held back, and proves nothing about the server. */
const isHeld = ({ failedDialCount, refusedAt }: Outage, { at, config }: Step): boolean =>
  failedDialCount >= HELD_AFTER_DIALS && at - refusedAt < HELD_MS + config.connectTimeoutMs;

/** Asks the app for fresh credentials, once. If no answer can be expected, the connection has failed. */
export function reauthorize(session: Interrupted, step: Step): HeartbeatState {
  if (!step.config.canReauthorize() || session.isRenewed) return fail(session, true, step);
  record(step, 'auth.started', { code: session.outage.code });
  step.effects.push({ type: 'auth.renew', socketId: session.socketId });
  return { ...session, phase: 'authorizing', isRenewed: true, startedAt: step.at };
}

/** No further attempt is made automatically; the outage is worth telling at once. */
export function fail(session: Interrupted, isFinal: boolean, step: Step): HeartbeatState {
  const { attempt, outage } = session;
  if (!isFinal) record(step, 'retry.exhausted', { attempt, cause: outage.cause });
  return { ...session, phase: 'failed', isFinal, outage: lost(session, step) };
}

/** The outage is worth telling a person; the log says so once. */
export function lost({ outage, page }: Interrupted, step: Step): Outage {
  if (!outage.lost) record(step, 'lost', { cause: outage.cause, downMs: msSince(outage.since, step) });
  return showing({ ...outage, lost: true }, page, step);
}

/** Whether the person sees the outage may have changed, so the time during which they saw it is counted up to now. */
export const showing = (outage: Outage, { hiddenAt }: PageState, step: Step): Outage => ({
  ...outage,
  shownMs: shownMsOf(outage, step),
  shownAt: outage.lost && hiddenAt === null ? step.at : null,
});

/** How long a person has seen an outage until now. */
export const shownMsOf = ({ shownMs, shownAt }: Outage, step: Step): number =>
  shownMs + msSince(shownAt ?? step.at, step);
