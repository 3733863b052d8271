import type { IncomingMessage, ServerResponse } from 'node:http';
import { problemAnswer, sendAnswer, type Answer } from '../http/answer.js';
import { targetOf } from '../http/requestTarget.js';
import type { Collector } from '../records/collector.js';
import { readBody } from './requestBody.js';

/**
 * Takes the records that pages post when they end. It needs no token, because a page has none. Instead, the records
 * must name a connection and a session that this gateway has seen together. The handler returns whether a request was
 * for it.
 * @param refuse returns why a request may not post, by its host and its origin
 */
export function createRecordsRoute(
  { wish, takeLines }: Collector,
  refuse: (request: IncomingMessage) => string | null,
  onRequest: (route: string, status: number) => void,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const decide = async (request: IncomingMessage): Promise<Answer> => {
    if (request.method !== 'POST') return problemAnswer(405, undefined, { Allow: 'POST' });
    const refused = refuse(request);
    if (refused !== null) return problemAnswer(403, refused);
    const body = await readBody(request);
    if (!body.ok) return body.answer;
    return takeLines(body.text) ? { status: 204 } : problemAnswer(404, 'No such session.');
  };
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // A page that ends does not wait for the answer.
    response.on('error', () => {});
    const answer = await decide(request).catch(() => problemAnswer(500));
    onRequest('/records', answer.status);
    sendAnswer(response, answer);
  };
  return (request, response) => {
    if (targetOf(request).path !== wish.path) return false;
    void respond(request, response);
    return true;
  };
}
