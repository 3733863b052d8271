/**
 * Bounds of values that are set outside the code, by file, environment or operator, in milliseconds. Shorter intervals
 * cost too much; with longer ones, no proxy keeps the connection.
 */
export const MIN_MS = 1_000;
export const MAX_INTERVAL_MS = 300_000;
export const MAX_TIMEOUT_MS = 900_000;
/** Upgrades a second: more than a process can accept. */
export const MAX_ADMIT_PER_SECOND = 1_000_000;
