import type { GatewayClock } from '../clock.js';
import type { Cluster, ClusterStore, TickAnswer, TickRequest, WriteAnswer, WriteRequest } from './clusterStore.js';

/** A tick a second. */
const TICK_MS = 1_000;
/** Something waits to be sent, or an answer is awaited. */
const HURRY_MS = 100;
/**
 * A call that is not answered by then is abandoned together with its connection. A Redis that is two seconds slow in
 * each direction still answers in time.
 */
const DEADLINE_MS = 5_000;
/** The first and the longest delay of retries, each with jitter, so that the nodes do not return all at once. */
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 2_000;

/** What the loop needs. */
export interface TickWorld {
  readonly clock: GatewayClock;
  readonly random: () => number;
  readonly cluster: Cluster;
  readonly request: () => TickRequest;
  readonly onAnswer: (answer: TickAnswer, request: TickRequest) => void;
  readonly onFailure: (error: unknown) => void;
}

/** Asks the store once a second, on one connection, and reconnects. At most one tick and one write wait for an answer. */
export interface TickLoop {
  readonly start: () => void;
  /** The next tick comes soon, because there is something to tell or an answer is awaited. */
  readonly hurry: () => void;
  /** Rejects when the store does not answer in time, or is not connected. */
  readonly write: (request: WriteRequest) => Promise<WriteAnswer>;
  /** Sends one last tick, if the store answers in time. Idempotent; never rejects. */
  readonly stop: (lastTick: () => TickRequest, withinMs: number) => Promise<void>;
}

/** Makes the loop, which does nothing before it is started. */
export function createTickLoop({ clock, random, cluster, request, onAnswer, onFailure }: TickWorld): TickLoop {
  let store: ClusterStore | null = null;
  let timer: unknown = null;
  let failures = 0;
  let isTicking = false;
  let isHurried = false;
  let isStopped = false;

  const drop = (broken: ClusterStore): void => {
    broken.close();
    if (store === broken) store = null;
  };
  const call = async <Answer>(
    on: ClusterStore,
    ask: () => Promise<Answer>,
    withinMs = DEADLINE_MS,
  ): Promise<Answer> => {
    try {
      return await before(clock, withinMs, ask);
    } catch (error) {
      drop(on);
      throw error;
    }
  };
  const beat = async (): Promise<void> => {
    const startedAt = clock.now();
    isTicking = true;
    isHurried = false;
    const asked = request();
    const on = (store ??= cluster.open(clock));
    let delayMs = TICK_MS;
    try {
      const answer = await call(on, () => on.tick(asked));
      failures = 0;
      if (!isStopped) onAnswer(answer, asked);
    } catch (error) {
      failures += 1;
      const mostMs = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
      delayMs = clock.now() - startedAt + mostMs * (0.5 + random() / 2);
      if (!isStopped) onFailure(error);
    }
    isTicking = false;
    if (isStopped) return;
    const dueAt = isHurried && failures === 0 ? clock.now() + HURRY_MS : startedAt + delayMs;
    wait(Math.max(HURRY_MS, dueAt - clock.now()));
  };
  const wait = (delayMs: number): void => {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(() => void beat(), Math.round(delayMs));
  };

  return {
    start: () => void beat(),
    hurry() {
      isHurried = true;
      // While Redis is away, the schedule of the retries holds.
      if (!isTicking && !isStopped && failures === 0) wait(HURRY_MS);
    },
    async write(asked) {
      const on = store;
      if (!on || failures > 0 || isStopped) throw new Error('the cluster’s store cannot be reached');
      return call(on, () => on.write(asked));
    },
    async stop(lastTick, withinMs) {
      if (isStopped) return;
      isStopped = true;
      clock.clearTimeout(timer);
      const on = store;
      if (!on) return;
      if (failures === 0) await call(on, () => on.tick(lastTick()), withinMs).catch(() => {});
      drop(on);
    },
  };
}

/** Rejects when there is no answer in time; a later one is dropped. */
function before<Answer>(clock: GatewayClock, withinMs: number, ask: () => Promise<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimeout(() => reject(new Error(`no answer for ${withinMs / 1_000} s`)), withinMs);
    ask()
      .then(resolve, reject)
      .finally(() => clock.clearTimeout(timer));
  });
}
