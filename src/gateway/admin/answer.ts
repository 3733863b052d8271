import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Problem } from '../views.js';

/** What the admin interface answers: a status, and a body of a type. */
export interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer with a JSON body. */
export const jsonAnswer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  body: JSON.stringify(body),
  contentType: 'application/json',
  headers,
});

/** An error as RFC 9457 writes it. `about:blank` says that the status is all the type there is. */
export function problemAnswer(status: number, detail?: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const title = STATUS_CODES[status] ?? 'Error';
  const problem: Problem = { type: 'about:blank', title, status, ...(detail === undefined ? {} : { detail }) };
  return { ...jsonAnswer(status, problem, headers), contentType: 'application/problem+json' };
}

/** On every answer: it is nobody's to cache, to frame, to sniff or to run. No CORS header, so no page reads it cross-origin. */
const SECURITY_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** Writes an answer out. */
export function sendAnswer(response: ServerResponse, { status, body, contentType, headers }: Answer): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
    ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }),
    ...headers,
  });
  response.end(body);
}
