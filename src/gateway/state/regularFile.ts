import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/**
 * Reads a file as text. It is opened without blocking, because opening a pipe waits for its other end, and the event loop
 * with it. It must be a regular file of at most `maxBytes`, so that no swapped file fills the memory.
 * @throws Error for anything else. The `code` of a file that is not there is `ENOENT`.
 */
export function readRegularFile(path: string, maxBytes: number): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Error('is not a regular file');
    // One byte more than there may be: a file can grow between the look at its size and the reading of it.
    const bytes = Buffer.alloc(Math.min(stats.size, maxBytes) + 1);
    let length = 0;
    for (let count = -1; count !== 0 && length < bytes.length; length += count) {
      count = readSync(file, bytes, length, bytes.length - length, null);
    }
    if (stats.size > maxBytes || length > maxBytes) throw new Error(`has more than ${maxBytes} bytes`);
    return bytes.toString('utf8', 0, length).replace(/^\ufeff/, '');
  } finally {
    closeSync(file);
  }
}

/** Whether an error says that there is no such file. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
