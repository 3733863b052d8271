/** The message of a caught error, or of whatever else was thrown. Long ones are cut: they end up in logs. */
export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 500);
