/** How long a function of the application may take by default to decide on a request. */
export const DECISION_TIMEOUT_MS = 10_000;

/** What a refused client is told to wait before it asks again. */
export const RETRY_AFTER_MS = 5_000;

/** The value of a `Retry-After` header. */
export const retryAfterSeconds = (ms: number): string => String(Math.ceil(ms / 1_000));
