/** Bytes of one code point in UTF-8. Counted by hand: some runtimes, such as jsdom under jest, have no TextEncoder. */
const bytesOf = (codePoint: number): number =>
  codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x1_00_00 ? 3 : 4;

/** The text, or as much of its beginning as fits into so many bytes of UTF-8. A character is never cut in half. */
export function cutToBytes(text: string, maxBytes: number): string {
  let bytes = 0;
  let length = 0;
  for (const character of text) {
    bytes += bytesOf(character.codePointAt(0) ?? 0);
    if (bytes > maxBytes) break;
    length += character.length;
  }
  return text.slice(0, length);
}
