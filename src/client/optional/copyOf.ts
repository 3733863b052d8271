/** Data as it is now: an app may use a buffer again while a message of it waits. Strings and blobs cannot change. */
export function copyOf(data: unknown): unknown {
  if (data instanceof ArrayBuffer) return data.slice(0);
  if (!ArrayBuffer.isView(data)) return data;
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
}
