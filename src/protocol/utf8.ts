/** Bytes of one character in UTF-8. Counted by hand: some runtimes, such as jsdom under jest, have no TextEncoder. */
const bytesOf = (character: string): number =>
  character < '\u0080' ? 1 : character < '\u0800' ? 2 : character.length + 2;

/** The text, or as much of its beginning as fits into so many bytes of UTF-8. A character is never cut in half. */
export function cutToBytes(text: string, maxBytes: number): string {
  let bytes = 0;
  let length = 0;
  for (const character of text) {
    bytes += bytesOf(character);
    if (bytes > maxBytes) break;
    length += character.length;
  }
  return text.slice(0, length);
}
