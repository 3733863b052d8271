import type { IncomingMessage } from 'node:http';

/** Plenty: a change of settings takes some fifty bytes. */
export const MAX_BODY_BYTES = 16 * 1_024;

/** Reads a body of at most `MAX_BODY_BYTES`; null when it is longer. Rejects when the client disconnects before the end. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  // `destroyOnReturn` would cut the connection before the answer that says why.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
