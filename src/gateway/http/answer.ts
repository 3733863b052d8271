import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ProblemDocument } from '../views.js';

/** An answer to a request, of the admin interface or to a client that asks why it gets no socket. */
export interface Answer {
  readonly status: number;
  readonly body?: string | Uint8Array;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Writes a body that does not end by itself. Not called for HEAD. */
  readonly stream?: (response: ServerResponse) => void;
}

/** An answer with a JSON body. */
export const jsonAnswer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  body: JSON.stringify(body),
  contentType: 'application/json',
  headers,
});

/** What a problem document says beside its status: its detail alone, or more. */
type ProblemMembers = Omit<Partial<ProblemDocument>, 'status' | 'title'> & Readonly<Record<string, unknown>>;

/** An error as a problem document of RFC 9457. `about:blank` says that it has no type beyond the status. */
export function problemAnswer(
  status: number,
  more: string | ProblemMembers = {},
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const members = typeof more === 'string' ? { detail: more } : more;
  const problem: ProblemDocument = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, ...members };
  return { ...jsonAnswer(status, problem, headers), contentType: 'application/problem+json' };
}

/**
 * The headers of every answer: it is not to be cached, framed or run, and its type is not to be guessed. None of them is a
 * CORS header, so pages of other origins cannot read an answer unless it brings its own.
 */
const SECURITY_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** HTTP/2 knows no headers of a single connection, and Node throws for them. */
const withoutConnection = (headers: Answer['headers'] = {}): Answer['headers'] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'Connection' && name !== 'Upgrade'));

/** Writes an answer out. */
export function sendAnswer(response: ServerResponse, answer: Answer): void {
  const { status, body, contentType, headers, stream } = answer;
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
    ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }),
    ...(response.req.httpVersionMajor === 1 ? headers : withoutConnection(headers)),
  });
  if (stream && response.req.method !== 'HEAD') stream(response);
  else response.end(body);
}

/** What answers a request, and returns whether it was for it. */
type Handle = (request: IncomingMessage, response: ServerResponse) => boolean;

/** For a server of its own: a request that no handler takes gets 404. */
export const orNotFound =
  (handle: Handle) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    if (!handle(request, response)) sendAnswer(response, problemAnswer(404));
  };
