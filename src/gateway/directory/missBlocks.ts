/** The length of a block, and how many of them make an hour. */
export const BLOCK_MS = 150_000;
export const BLOCKS = 24;

const blockAt = (at: number): number => Math.floor(at / BLOCK_MS);

/** The missed heartbeats of one peer's last hour, in blocks. Instants are epoch milliseconds. */
export class MissBlocks {
  readonly #counts = new Uint16Array(BLOCKS);
  #newest = 0;
  /** The last miss. */
  lastAt = 0;

  add(at: number, count = 1): void {
    const block = blockAt(at);
    // A clock that was set back counts in the block that it was in before.
    for (let next = Math.max(this.#newest + 1, block - BLOCKS + 1); next <= block; next += 1) {
      this.#counts[next % BLOCKS] = 0;
    }
    this.#newest = Math.max(this.#newest, block);
    const index = this.#newest % BLOCKS;
    this.#counts[index] = Math.min(0xff_ff, (this.#counts[index] ?? 0) + count);
    this.lastAt = Math.max(this.lastAt, at);
  }

  /** Adds what another peer of the same session had. */
  addAll(other: MissBlocks): void {
    for (let block = other.#newest - BLOCKS + 1; block <= other.#newest; block += 1) {
      const count = other.#countOf(block);
      if (count > 0) this.add(block * BLOCK_MS, count);
    }
    this.lastAt = Math.max(this.lastAt, other.lastAt);
  }

  /** What was missed between two instants, to the block. */
  between(from: number, to: number): number {
    if (this.lastAt < from) return 0;
    let sum = 0;
    for (let block = Math.max(blockAt(from), this.#newest - BLOCKS + 1); block <= blockAt(to); block += 1) {
      if (block > this.#newest) break;
      sum += this.#countOf(block);
    }
    return sum;
  }

  /** The hour that ends at `now`, the newest block last. */
  lastHour(now: number): number[] {
    const newest = blockAt(now);
    return Array.from({ length: BLOCKS }, (_, index) => this.#countOf(newest - BLOCKS + 1 + index));
  }

  #countOf(block: number): number {
    return block > this.#newest || block <= this.#newest - BLOCKS ? 0 : (this.#counts[block % BLOCKS] ?? 0);
  }
}
