/**
 * A copy of the data as it is now, because an app may reuse a buffer while its message waits, or before it is sent
 * again. Strings and blobs cannot change.
 */
export function copyOf(data: unknown): unknown {
  // `instanceof` fails for a buffer of another realm, such as an iframe's.
  if (Object.prototype.toString.call(data) === '[object ArrayBuffer]') return (data as ArrayBuffer).slice(0);
  if (!ArrayBuffer.isView(data)) return data;
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
}
