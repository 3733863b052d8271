import type { HeartbeatTiming } from '../../protocol/frames.js';
import type { GatewayClock } from '../clock.js';
import { SlidingCount } from '../slidingCount.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';

/** A sweep that is later than this tells more about our own event loop than about the silence of peers. */
const LATE_MS = 1_000;
/** When a larger share of all peers falls silent within one interval, the cause is the gateway or the network before it. */
const MASS_SHARE = 0.2;
/** This few silent peers raise no doubt, however large their share is: of three peers, one is a third. */
const FEW = 4;

/** Why the gateway doubts itself; also the name of the alert. */
type DoubtRule = 'event_loop_late' | 'mass_silence';

/**
 * Decides whether silence may be held against peers. When the gateway itself may be the cause, no peer is given up on for
 * one timeout, and an alert is raised.
 */
export interface SelfDoubt {
  readonly canJudge: boolean;
  /** A sweep ran `lateMs` after it was due: the answers of live peers may lie unread in the kernel. */
  readonly sweptLate: (lateMs: number) => void;
  /** How long the gateway was held up, and read nothing, the last time after `since`; 0 if it was not. */
  readonly heldUpMs: (since: number) => number;
  /** One of `peerCount` peers missed a heartbeat at `now`, the first in a row. */
  readonly peerFellSilent: (now: number, peerCount: number) => void;
  /** Ends the doubt and its timer. */
  readonly stop: () => void;
}

/** Makes the self-doubt of one gateway, which begins without any. */
export function createSelfDoubt(
  clock: GatewayClock,
  recorder: EventRecorder,
  timing: () => HeartbeatTiming,
): SelfDoubt {
  let silences: { readonly intervalMs: number; readonly count: SlidingCount } | null = null;
  let heldUp = { until: -Infinity, ms: 0 };
  let doubt: { readonly rule: DoubtRule; readonly timer: unknown } | null = null;

  const begin = (rule: DoubtRule, what: string): void => {
    const { timeoutMs } = timing();
    const before = doubt?.rule;
    clock.clearTimeout(doubt?.timer);
    const end = (): void => {
      doubt = null;
      recorder.record('alert.cleared', { rule });
    };
    doubt = { rule, timer: clock.setTimeout(end, timeoutMs) };
    if (before === rule) return;
    if (before !== undefined) recorder.record('alert.cleared', { rule: before });
    recorder.record('alert.raised', { rule, message: `${what}: no peer is given up on for ${timeoutMs / 1_000} s` });
  };

  return {
    get canJudge() {
      return doubt === null;
    },
    sweptLate(lateMs) {
      // With the intervals under a second that tests use, a sweep that is an interval late is late.
      if (lateMs < Math.min(LATE_MS, timing().intervalMs)) return;
      heldUp = { until: clock.now(), ms: lateMs };
      const rounded = Math.round(lateMs);
      recorder.record('clock.late', { lateMs: rounded });
      begin('event_loop_late', `The event loop was ${rounded} ms late`);
    },
    heldUpMs: (since) => (heldUp.until > since ? heldUp.ms : 0),
    peerFellSilent(now, peerCount) {
      const { intervalMs } = timing();
      if (silences?.intervalMs !== intervalMs) silences = { intervalMs, count: new SlidingCount(intervalMs) };
      silences.count.add(now);
      const silent = silences.count.at(now);
      if (silent <= FEW || silent <= MASS_SHARE * peerCount || doubt?.rule === 'mass_silence') return;
      begin('mass_silence', `Many peers fell silent at once, ${silent} of ${peerCount} within one interval`);
    },
    stop() {
      clock.clearTimeout(doubt?.timer);
      doubt = null;
    },
  };
}
