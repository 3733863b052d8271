import { memoryCluster, type Cluster } from '../../../src/cluster/index.js';
import type { ClusterStore } from '../../../src/gateway/cluster/clusterStore.js';

/** A cluster in memory, and what happens to a Redis. */
export interface ShakyCluster extends Cluster {
  /** Nothing answers; calls that wait stay unanswered. */
  hang(): void;
  /** Every call fails at once. */
  refuse(): void;
  heal(): void;
  /** All that the store knew is lost. */
  flush(): void;
  /** Takes the store as it is now, to go back to it: an old dump, or a replica that has not got the newest writes. */
  dump(): () => void;
  /** Calls that wait for an answer, and connections that are open. */
  readonly waiting: number;
  readonly connections: number;
  /** Calls since the start. */
  readonly calls: number;
}

export function createShakyCluster(): ShakyCluster {
  let store = memoryCluster();
  let weather: 'fine' | 'hanging' | 'refusing' = 'fine';
  const counts = { waiting: 0, connections: 0, calls: 0 };

  const through = async <Answer>(call: () => Promise<Answer>, isClosed: () => boolean): Promise<Answer> => {
    counts.calls += 1;
    if (isClosed() || weather === 'refusing') throw new Error('connection refused');
    if (weather === 'fine') return call();
    counts.waiting += 1;
    return new Promise(() => {});
  };
  return {
    get waiting() {
      return counts.waiting;
    },
    get connections() {
      return counts.connections;
    },
    get calls() {
      return counts.calls;
    },
    hang: () => void (weather = 'hanging'),
    refuse: () => void (weather = 'refusing'),
    heal: () => void (weather = 'fine'),
    flush: () => void (store = memoryCluster()),
    dump() {
      const copy = store.copy();
      return () => void (store = copy);
    },
    open(clock): ClusterStore {
      let isClosed = false;
      let waited = 0;
      counts.connections += 1;
      const own = () => store.open(clock);
      const call = async <Answer>(ask: (on: ClusterStore) => Promise<Answer>): Promise<Answer> => {
        const before = counts.waiting;
        const answer = through(
          () => ask(own()),
          () => isClosed,
        );
        waited += counts.waiting - before;
        return answer;
      };
      return {
        tick: (request) => call((on) => on.tick(request)),
        write: (request) => call((on) => on.write(request)),
        close() {
          if (isClosed) return;
          isClosed = true;
          counts.connections -= 1;
          counts.waiting -= waited;
        },
      };
    },
  };
}
