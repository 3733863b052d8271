/**
 * Reports an exception that must not stop anything: to the console, with its stack, and to listeners for uncaught
 * errors. Without `reportError`, as in Node 20, it is only written to the console, because throwing it would end the
 * process.
 */
export function report(error: unknown): void {
  try {
    if (typeof reportError === 'function') reportError(error);
    else console.error(error);
  } catch {
    // A console that throws, as in strict tests, must not stop the one who reports.
  }
}
