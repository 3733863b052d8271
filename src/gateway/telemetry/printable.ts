import { messageOf } from '../../protocol/messageOf.js';

/** What can forge or garble a line: controls, formats (direction overrides, invisible marks), lone surrogates, line ends. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Makes a stranger's text fit for one line of a log: escaped, and cut after `maxChars` of its own characters. */
export function printable(text: string, maxChars: number): string {
  const cut = text.length > maxChars ? `${text.slice(0, maxChars)}…` : text;
  return cut.replace(UNPRINTABLE, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The message of a caught error, fit for a log: it may quote what a peer sent. */
export const printableError = (error: unknown): string => printable(messageOf(error), 200);
