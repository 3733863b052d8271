/** Controls, formats (direction overrides, invisible marks), halves of a pair, line ends: what can forge or garble a line. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Makes text of a stranger fit for one line of a log: escaped, and cut at `maxChars` of its own characters. */
export function printable(text: string, maxChars: number): string {
  const cut = text.length > maxChars ? `${text.slice(0, maxChars)}…` : text;
  return cut.replace(UNPRINTABLE, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The message of a caught error, fit for a log. */
export const messageOf = (error: unknown): string =>
  printable(error instanceof Error ? error.message : String(error), 200);
