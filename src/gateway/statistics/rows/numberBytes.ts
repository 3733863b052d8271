/** LEB128: seven bits a byte, and the eighth says that more follow. */
const MORE = 0x80;

/** Numbers as bytes, small ones in one byte each. */
export function packNumbers(numbers: Iterable<number>): Uint8Array {
  const bytes: number[] = [];
  for (const number of numbers) {
    let rest = number;
    for (; rest >= MORE; rest = Math.floor(rest / MORE)) bytes.push((rest % MORE) | MORE);
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

/** Reads the numbers one after the other. A class, as a chart reads a hundred thousand of them. */
export class NumberReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  next(): number {
    const byte = this.#bytes[this.#at++]!;
    return byte < MORE ? byte : this.#long(byte);
  }

  #long(first: number): number {
    let number = first - MORE;
    for (let weight = MORE; ; weight *= MORE) {
      const byte = this.#bytes[this.#at++]!;
      if (byte < MORE) return number + byte * weight;
      number += (byte - MORE) * weight;
    }
  }
}
