import type { HeartbeatTiming } from '../../protocol/frames.js';
import type { Clock } from '../clock.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import { SlidingCount } from '../slidingCount.js';

/** A sweep later than this says more about our own event loop than about the silence of peers. */
const LATE_MS = 1_000;
/** More of all peers than this do not fall silent within one interval, unless it is us or the network before us. */
const MASS_SHARE = 0.2;
/** So few may: of three peers one is a third. */
const FEW = 4;

/** What the doubt needs to know of the gateway. */
export interface DoubtWorld {
  readonly clock: Clock;
  readonly recorder: EventRecorder;
  readonly timing: () => HeartbeatTiming;
  readonly peerCount: () => number;
}

/** Why the gateway trusts its own judgement least: also the name of the alert. */
type DoubtRule = 'event_loop_late' | 'mass_silence';

/** Whether silence may be held against peers. In doubt nobody is, for one timeout, and an alert is raised. */
export class SelfDoubt {
  readonly #world: DoubtWorld;
  #silences: { readonly intervalMs: number; readonly count: SlidingCount } | null = null;
  #doubt: { readonly rule: DoubtRule; readonly timer: unknown } | null = null;

  constructor(world: DoubtWorld) {
    this.#world = world;
  }

  get mayJudge(): boolean {
    return this.#doubt === null;
  }

  /** A sweep ran `lateMs` after it was due: answers of the living may lie unread in the kernel. */
  sweptLate(lateMs: number): void {
    const { recorder, timing } = this.#world;
    // Intervals under a second are for tests; there a sweep that is an interval late is late.
    if (lateMs < Math.min(LATE_MS, timing().intervalMs)) return;
    const rounded = Math.round(lateMs);
    recorder.record('clock.late', { lateMs: rounded });
    this.#begin('event_loop_late', `the event loop was ${rounded} ms late`);
  }

  /** A peer missed its first beat at `now`. */
  fellSilent(now: number): void {
    const { peerCount, timing } = this.#world;
    const { intervalMs } = timing();
    if (this.#silences?.intervalMs !== intervalMs) this.#silences = { intervalMs, count: new SlidingCount(intervalMs) };
    this.#silences.count.add(now);
    const silent = this.#silences.count.at(now);
    if (silent <= FEW || silent <= MASS_SHARE * peerCount() || this.#doubt?.rule === 'mass_silence') return;
    this.#begin('mass_silence', `${silent} of ${peerCount()} peers fell silent within one interval`);
  }

  /** Forgets the doubt, and its timer with it. */
  stop(): void {
    this.#world.clock.clearTimeout(this.#doubt?.timer);
    this.#doubt = null;
  }

  #begin(rule: DoubtRule, what: string): void {
    const { clock, recorder, timing } = this.#world;
    const { timeoutMs } = timing();
    const before = this.#doubt?.rule;
    clock.clearTimeout(this.#doubt?.timer);
    const end = (): void => {
      this.#doubt = null;
      recorder.record('alert.cleared', { rule });
    };
    this.#doubt = { rule, timer: clock.setTimeout(end, timeoutMs) };
    if (before === rule) return;
    if (before !== undefined) recorder.record('alert.cleared', { rule: before });
    recorder.record('alert.raised', { rule, message: `${what}: nobody is given up for ${timeoutMs} ms` });
  }
}
