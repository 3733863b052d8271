import type { HeartbeatTiming } from '../../../src/protocol/frames.js';
import { Trial, type Participant, type TrialDecision } from '../../../src/gateway/guard/trial.js';

/** A population, and the change that is tried on it. Durations in milliseconds. */
export interface GuardWorld {
  readonly people: number;
  readonly from: HeartbeatTiming;
  readonly to: HeartbeatTiming;
  /** A proxy on the way of some people cuts connections that are silent for this long. */
  readonly cut?: { readonly afterMs: number; readonly share: number };
}

/** How a simulated trial ended. */
export interface GuardRun {
  readonly decision: Exclude<TrialDecision['kind'], 'watch' | 'grow'>;
  /** People whom the proxy disconnected. */
  readonly cutPeople: number;
  readonly tookMs: number;
}

const HOUR_MS = 3_600_000;
/** Connections that are lost for reasons of their own, each hour. */
const LOSSES_PER_HOUR = 0.4;
/** Of those, how many leave no trace at the gateway, which finds out by its own timeout. */
const HALF_OPEN = 0.25;
/** A carrier loses some of its people all at once, now and then. */
const HICCUPS_PER_HOUR = 1;

/** Runs the guard's real code against a made-up population, with random numbers from `random`. */
export function simulateGuard({ people, from, to, cut }: GuardWorld, random: () => number): GuardRun {
  const participants: Participant[] = Array.from({ length: people }, (_none, index) => ({
    sessionId: String(index),
    place: random(),
    // Some live under one roof.
    block: String(Math.floor(index * 0.9)),
  }));
  // The ids are handed out at random, so the first ones are as good as any.
  const behind = participants.map((_person, index) => cut !== undefined && index < cut.share * people);
  const trial = new Trial({ from, to, idleLimitMs: null }, participants, 0);
  const isPresent = participants.map(() => true);
  const isTried = participants.map(() => false);
  const wasCut = new Set<number>();
  const pending = createAgenda();

  const exponential = (perMs: number): number => -Math.log(1 - random()) / perMs;
  const lose = (index: number, now: number, silentMs: number, isHalfOpen: boolean): void => {
    if (!isPresent[index]) return;
    isPresent[index] = false;
    const backMs = 500 + random() * random() * 15_000;
    const participant = participants[index];
    if (!participant) return;
    // Half open: the gateway sees the new connection first, and gives up on the old one later.
    if (isHalfOpen) {
      const { timeoutMs } = isTried[index] ? to : from;
      pending.add(now + backMs, (at) => {
        trial.arrived(participant, at);
        isPresent[index] = true;
        planCut(index, at);
      });
      pending.add(now + timeoutMs, (at) =>
        trial.left(participant.sessionId, { isAbnormal: false, isHeartbeatTimeout: true, silentMs: timeoutMs }, at),
      );
      return;
    }
    trial.left(participant.sessionId, { isAbnormal: true, isHeartbeatTimeout: false, silentMs }, now);
    pending.add(now + backMs, (at) => {
      isPresent[index] = true;
      trial.arrived(participant, at);
      isTried[index] = trial.isTried(participant);
      planCut(index, at);
    });
  };
  /** After the first ping under the new interval, the silence lasts too long. */
  const planCut = (index: number, now: number): void => {
    if (!cut || !behind[index] || !isTried[index] || cut.afterMs >= to.intervalMs) return;
    const lastFrameAt = now + random() * from.intervalMs;
    pending.add(lastFrameAt + cut.afterMs, (at) => {
      if (!isPresent[index]) return;
      wasCut.add(index);
      lose(index, at, cut.afterMs + random() * 200, false);
    });
  };
  const tell = (now: number): void => {
    for (const [index, participant] of participants.entries()) {
      if (isTried[index] || !trial.isTried(participant)) continue;
      isTried[index] = true;
      planCut(index, now);
    }
  };
  const planLoss = (now: number): void => {
    pending.add(now + exponential((people * LOSSES_PER_HOUR) / HOUR_MS), (at) => {
      const index = Math.floor(random() * people);
      const { intervalMs } = isTried[index] ? to : from;
      lose(index, at, random() * intervalMs, random() < HALF_OPEN);
      planLoss(at);
    });
  };
  const planHiccup = (now: number): void => {
    pending.add(now + exponential(HICCUPS_PER_HOUR / HOUR_MS), (at) => {
      const share = 0.003 + random() * 0.017;
      for (let count = Math.round(share * people); count > 0; count -= 1) {
        const index = Math.floor(random() * people);
        const { intervalMs } = isTried[index] ? to : from;
        pending.add(at + random() * 30_000, (then) => lose(index, then, random() * intervalMs, false));
      }
      planHiccup(at);
    });
  };

  planLoss(0);
  planHiccup(0);
  tell(0);
  for (;;) {
    const at = Math.min(pending.nextAt, trial.windowEndsAt);
    if (pending.nextAt <= trial.windowEndsAt) pending.run();
    const decision = trial.look(at);
    if (decision.kind === 'grow') tell(at);
    else if (decision.kind !== 'watch') return { decision: decision.kind, cutPeople: wasCut.size, tookMs: at };
  }
}

/** What is to happen, in the order of its time: a binary heap. */
function createAgenda() {
  const heap: { at: number; act: (at: number) => void }[] = [];
  const atOf = (index: number): number => heap[index]?.at ?? Infinity;
  const swap = (a: number, b: number): void => {
    const [first, second] = [heap[a], heap[b]];
    if (first && second) [heap[a], heap[b]] = [second, first];
  };
  return {
    get nextAt(): number {
      return atOf(0);
    },
    add(at: number, act: (at: number) => void): void {
      let index = heap.push({ at, act }) - 1;
      while (index > 0 && atOf((index - 1) >> 1) > at) {
        swap(index, (index - 1) >> 1);
        index = (index - 1) >> 1;
      }
    },
    run(): void {
      const next = heap[0];
      const last = heap.pop();
      if (!next || !last) return;
      if (heap.length > 0) {
        heap[0] = last;
        for (let index = 0; ;) {
          const left = 2 * index + 1;
          const least = atOf(left + 1) < atOf(left) ? left + 1 : left;
          if (atOf(least) >= last.at) break;
          swap(index, least);
          index = least;
        }
      }
      next.act(next.at);
    },
  };
}
