import type { IncomingMessage } from 'node:http';
import { problemAnswer, type Answer } from '../http/answer.js';

/** Plenty: a change of settings takes some fifty bytes. */
const MAX_BODY_BYTES = 16 * 1_024;

/** The text of a body, or the answer to a request whose body cannot be read. */
export type Body = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly answer: Answer };

/** Reads a body. If other code has read it before, only what that code has left in `request.body` counts. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  if (isWithoutBody(request)) return { ok: true, text: '' };
  if (request.readableDidRead) return toBody((request as { readonly body?: unknown }).body);
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return TOO_LONG;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // `destroyOnReturn` would cut the connection before the answer that says why.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) return TOO_LONG;
      chunks.push(chunk);
    }
  } catch {
    return refused(400, 'The body ended early.');
  }
  return { ok: true, text: Buffer.concat(chunks).toString('utf8') };
}

/** In HTTP/1 the headers say so. That also holds after other code has read the request to its end. */
const isWithoutBody = ({ headers, httpVersionMajor }: IncomingMessage): boolean =>
  httpVersionMajor === 1 && headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;

/** What a body parser before us (`express.json()`, `express.raw()`) has made of the body. Not all make a `Buffer` of bytes. */
function toBody(parsed: unknown): Body {
  if (parsed === undefined) return refused(400, 'The body was read before the gateway got the request, and is lost.');
  if (typeof parsed === 'string') return { ok: true, text: parsed };
  if (parsed instanceof Uint8Array) return { ok: true, text: Buffer.from(parsed).toString('utf8') };
  return { ok: true, text: JSON.stringify(parsed) };
}

const refused = (status: number, detail: string, headers: Readonly<Record<string, string>> = {}): Body => ({
  ok: false,
  answer: problemAnswer(status, detail, headers),
});

const TOO_LONG = refused(413, `A body may have at most ${MAX_BODY_BYTES} bytes.`, { Connection: 'close' });
