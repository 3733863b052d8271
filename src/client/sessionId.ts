/** An id of 128 random bits. The id proves nothing, so where a platform has no `crypto`, any random numbers will do. */
export const createSessionId = (): string =>
  (globalThis.crypto?.getRandomValues?.(new Uint32Array(4)) ?? [0, 0, 0, 0].map(Math.random)).join('-');
