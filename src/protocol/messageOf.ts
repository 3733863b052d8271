/**
 * The message of a caught error, or of whatever else was thrown: what Firefox throws for a socket that a page may not
 * open is no Error, and its text has the page's address in it. Long messages are cut, because they end up in logs.
 */
export function messageOf(error: unknown): string {
  try {
    return String((error as Partial<Error> | null | undefined)?.message ?? error).slice(0, 500);
  } catch {
    return '';
  }
}
