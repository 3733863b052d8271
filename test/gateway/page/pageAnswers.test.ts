import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { fileAnswer } from '../../../src/gateway/page/pageAnswers.js';

const file = { contentType: 'text/javascript', body: Buffer.from('plain'), compressed: Buffer.from('small') };

it.each([
  ['gzip', 'small'],
  ['gzip, deflate, br', 'small'],
  ['br;q=1, GZIP ; q=0.5', 'small'],
  ['x-gzip', 'small'],
  ['gzip;q=0.001', 'small'],
  ['gzip;q=0', 'plain'],
  ['br, gzip; q=0.000', 'plain'],
  ['identity', 'plain'],
  ['notgzip', 'plain'],
  [undefined, 'plain'],
])('sends a file to a client with Accept-Encoding %j as it is to have it: %s', (accepted, body) => {
  const headers = accepted === undefined ? {} : { 'accept-encoding': accepted };
  const request = { method: 'GET', headers } as unknown as IncomingMessage;
  const answer = fileAnswer(() => file, '/heartbeat', '/assets/page.js', request);
  expect(String(answer?.body)).toBe(body);
  expect(answer?.headers?.['Content-Encoding']).toBe(body === 'small' ? 'gzip' : undefined);
});
