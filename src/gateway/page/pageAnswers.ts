import type { IncomingMessage } from 'node:http';
import { problemAnswer, type Answer } from '../http/answer.js';
import type { BuiltFile } from './builtFiles.js';

/** Answers a request for a file of the build; null for a path that is none. The files hold no data, so anyone may ask. */
export function fileAnswer(
  files: (path: string) => BuiltFile | null,
  path: string,
  { method = '', headers }: IncomingMessage,
): Answer | null {
  const file = files(path);
  if (!file) return null;
  if (method !== 'GET' && method !== 'HEAD') return problemAnswer(405, undefined, { Allow: 'GET, HEAD' });
  const isCompressed = /\bgzip\b/.test(headers['accept-encoding'] ?? '');
  return {
    status: 200,
    body: isCompressed ? file.compressed : file.body,
    contentType: file.contentType,
    headers: { Vary: 'Accept-Encoding', ...(isCompressed ? { 'Content-Encoding': 'gzip' } : {}) },
  };
}
