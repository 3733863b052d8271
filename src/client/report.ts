/**
 * Lets an exception that stops nothing reach the console, with its stack, and what listens to uncaught errors. Without
 * `reportError`, as in Node 20, it is written to the console: thrown on, it would end the process.
 */
export function report(error: unknown): void {
  if (typeof reportError === 'function') reportError(error);
  else console.error(error);
}

/** Tells a developer what to change. A production build says nothing; bundlers put the word in that decides. */
export function advise(message: string): void {
  if (isDevelopment()) console.error(`heartbeat-socket: ${message}`);
}

/** Whether this is a build for developers. */
export function isDevelopment(): boolean {
  try {
    // Written out, because bundlers replace just this. Without one there is no `process` in a browser, and no developer.
    return process.env.NODE_ENV !== 'production';
  } catch {
    return false;
  }
}
