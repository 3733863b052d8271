import type { HeartbeatTiming } from '../../protocol/frames.js';
import type { Clock } from '../clock.js';
import type { Connection } from './connection.js';
import type { Peers } from './peer.js';
import type { SelfDoubt } from '../heartbeat/selfDoubt.js';
import { Sweep } from '../heartbeat/sweep.js';

/** Writes to sockets between two looks at them: telling ten thousand peers something must not stop the world. */
const PEERS_PER_TURN = 64;

/** The open connections, and the sweep that visits them. What is open is read off the set, never counted beside it. */
export class PeerRegistry implements Peers {
  readonly #connections = new Set<Connection>();
  readonly #clock: Clock;
  readonly #sweep: Sweep<Connection>;
  readonly #waitingForEmpty: (() => void)[] = [];

  constructor(clock: Clock, random: () => number, doubt: SelfDoubt, timing: () => HeartbeatTiming) {
    this.#clock = clock;
    this.#sweep = new Sweep<Connection>({
      clock,
      random,
      timing,
      visit: (connection, now) => connection.visit(now),
      wantsVisitAt: (connection) => connection.wantsVisitAt(),
      onSweep: (lateMs) => doubt.sweptLate(lateMs),
    });
  }

  get size(): number {
    return this.#connections.size;
  }

  [Symbol.iterator](): Iterator<Connection> {
    return this.#connections.values();
  }

  /** Looks through all: it is asked by an operator, and an index would cost memory for each of ten thousand. */
  get(id: string): Connection | undefined {
    for (const connection of this.#connections) if (connection.id === id) return connection;
    return undefined;
  }

  add(connection: Connection): void {
    this.#connections.add(connection);
    this.#sweep.add(connection);
  }

  remove(connection: Connection): void {
    this.#connections.delete(connection);
    this.#sweep.remove(connection);
    if (this.size === 0) for (const resolve of this.#waitingForEmpty.splice(0)) resolve();
  }

  /** Resolves when the last connection is gone. */
  whenEmpty(): Promise<void> {
    return this.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#waitingForEmpty.push(resolve));
  }

  /** The timing changed: everybody's next beat follows it. */
  retime(): void {
    this.#sweep.retime();
  }

  /** How many of the connections say yes. */
  countEach(act: (connection: Connection) => boolean): number {
    let count = 0;
    for (const connection of this.#connections) if (act(connection)) count += 1;
    return count;
  }

  /** Does something with everyone that is there now, in turns, so that sockets are read in between. */
  inTurns(act: (connection: Connection) => void): void {
    const waiting = [...this.#connections];
    const turn = (): void => {
      for (const connection of waiting.splice(0, PEERS_PER_TURN)) act(connection);
      if (waiting.length > 0) this.#clock.immediate(turn);
    };
    turn();
  }
}
