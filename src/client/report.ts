/**
 * Lets an exception that stops nothing reach the console, with its stack, and what listens to uncaught errors. Without
 * `reportError`, as in Node 20, it is written to the console: thrown on, it would end the process.
 */
export function report(error: unknown): void {
  if (typeof reportError === 'function') reportError(error);
  else console.error(error);
}
