import type { GatewayClock } from '../clock.js';

/**
 * Where a gateway keeps what has to outlive it: the settings of its operators with their history, and the counts of the last
 * days. Made by `fileState` or `memoryState`.
 */
export interface StateStore {
  /** Reads what is kept. Called once, when the gateway starts. Never throws. */
  open(clock: GatewayClock): OpenState;
}

/** The state of one gateway, in sections that know nothing of each other. */
export interface OpenState {
  /** What was kept of a section, as JSON; undefined when nothing was. */
  read(section: string): unknown;
  /** What is wrong with the state that was found, for a log; null when it could be read, and when there was none. */
  readonly problem: string | null;
  /**
   * Keeps a section, and leaves the others as they are. Resolves when it would survive a power cut. Calls are carried out in
   * their order. Rejects with an error whose message may be shown to an operator; then the state is what it was before.
   */
  save(section: string, value: unknown): Promise<void>;
  /** Moves a state aside in which a section made no sense, and starts an empty one. Returns where the old one is now. */
  setAside(): string;
  /** Waits for what is being saved, and lets go of the store. Idempotent; never rejects. */
  close(): Promise<void>;
}
