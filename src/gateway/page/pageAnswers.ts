import type { IncomingMessage } from 'node:http';
import { problemAnswer, type Answer } from '../http/answer.js';
import type { BuiltFile } from './builtFiles.js';

/** The page runs its own scripts and styles, talks to its own gateway, and stands in no frame. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; " +
  "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

const PAGE_HEADERS = {
  'Content-Security-Policy': PAGE_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
};

/**
 * Answers a request for a file of the build; null if the path names no such file. The files hold no data, so anyone may
 * ask.
 * @param path below the base: empty for the base itself, which is sent on to the page
 */
export function fileAnswer(
  files: (path: string) => BuiltFile | null,
  base: string,
  path: string,
  { method = '', headers }: IncomingMessage,
): Answer | null {
  const isPage = path === '/' || path === '';
  const file = files(isPage ? '/index.html' : path);
  if (!file) return null;
  if (method !== 'GET' && method !== 'HEAD') return problemAnswer(405, undefined, { Allow: 'GET, HEAD' });
  // Relative, so that it is right behind a prefix that only the proxy knows.
  if (path === '') return { status: 308, headers: { Location: `${base.slice(base.lastIndexOf('/') + 1)}/` } };
  const isCompressed = acceptsGzip(headers['accept-encoding']);
  return {
    status: 200,
    body: isCompressed ? file.compressed : file.body,
    contentType: file.contentType,
    headers: {
      Vary: 'Accept-Encoding',
      ...(isCompressed ? { 'Content-Encoding': 'gzip' } : {}),
      ...(isPage ? PAGE_HEADERS : {}),
      // Their names hold a hash of what is in them.
      ...(path.startsWith('/assets/') ? { 'Cache-Control': 'public, max-age=31536000, immutable' } : {}),
    },
  };
}

/** Whether `Accept-Encoding` names gzip with a weight above 0: `gzip;q=0` refuses it (RFC 9110, section 12.4.2). */
function acceptsGzip(header = ''): boolean {
  return header.split(',').some((entry) => {
    const [coding = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
    return /^(?:x-)?gzip$/.test(coding) && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
}
