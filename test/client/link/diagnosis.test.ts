import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { diagnose } from '../../../src/client/link/diagnosis.js';
import { systemClock } from '../../../src/client/clock.js';
import { createFakeConnection } from '../../support/client/fakeConnection.js';
import { settle } from '../../support/settle.js';
import { waitFor } from '../../support/waitFor.js';

/** A request that is not ended early. */
const NEVER = new AbortController().signal;
const servers: Server[] = [];
afterEach(async () => {
  vi.unstubAllGlobals();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** The URL of a socket on a server that answers requests like this. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws?token=1`;
}
const problem =
  (status: number, type: string, more: object = {}): RequestListener =>
  (_, response) =>
    void response
      .writeHead(status, { 'Content-Type': 'application/problem+json' })
      .end(JSON.stringify({ type, status, ...more }));
const plain =
  (status: number, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    void response.writeHead(status, headers).end('hello');

describe('asking a server why it opens no socket', () => {
  it.each([
    ['urn:heartbeat:upgrade-required', 426, 'upgrade-blocked'],
    ['urn:heartbeat:draining', 503, 'drain'],
    ['urn:heartbeat:overloaded', 503, 'overload'],
    ['urn:heartbeat:forbidden', 403, 'refused'],
    ['urn:heartbeat:unauthorized', 401, 'auth'],
    ['urn:heartbeat:something-new', 503, 'unreachable'],
    ['about:blank', 404, 'connect-error'],
  ])('%s is %s %s', async (type, status, cause) => {
    const url = await serve(problem(status, type));
    expect(await diagnose(url, false, NEVER, systemClock)).toMatchObject({ cause });
  });

  it.each([
    [200, 'connect-error'],
    [302, 'connect-error'],
    [404, 'connect-error'],
    [500, 'connect-error'],
    [502, 'unreachable'],
    [503, 'unreachable'],
    [504, 'unreachable'],
    [522, 'unreachable'],
  ])('a foreign %i is %s', async (status, cause) => {
    const url = await serve(plain(status, { Location: '/elsewhere' }));
    expect(await diagnose(url, false, NEVER, systemClock)).toMatchObject({ cause });
  });

  it('reads when to come again from our body, and from a foreign header', async () => {
    const ours = await serve(problem(503, 'urn:heartbeat:overloaded', { retryAfterMs: 7_000 }));
    expect(await diagnose(ours, false, NEVER, systemClock)).toEqual({ cause: 'overload', retryAfterMs: 7_000 });
    const foreign = await serve(plain(503, { 'Retry-After': '12' }));
    expect(await diagnose(foreign, false, NEVER, systemClock)).toEqual({ cause: 'unreachable', retryAfterMs: 12_000 });
  });

  it('takes a date for when to come again, too', async () => {
    const url = await serve(plain(503, { 'Retry-After': 'Fri, 27 Nov 2026 08:00:20 GMT' }));
    const clock = { ...systemClock, wallNow: () => Date.UTC(2026, 10, 27, 8, 0, 0) };
    expect(await diagnose(url, false, NEVER, clock)).toEqual({ cause: 'unreachable', retryAfterMs: 20_000 });
  });

  it.each([500, 501, 505, 507, 508, 511, 530, 599])('a foreign %i says nothing of why', async (status) => {
    const url = await serve(plain(status, { 'Retry-After': '12' }));
    expect(await diagnose(url, false, NEVER, systemClock)).toMatchObject({ cause: 'connect-error' });
    expect((await diagnose(url, false, NEVER, systemClock)).retryAfterMs).toBeUndefined();
  });

  it.each(['soon', '-5', '', 'Infinity'])('ignores a Retry-After of %j', async (value) => {
    const url = await serve(plain(503, { 'Retry-After': value }));
    expect((await diagnose(url, false, NEVER, systemClock)).retryAfterMs ?? 0).toBeLessThanOrEqual(0);
  });

  it('asks the same URL, first without credentials, then once with them', async () => {
    const seen: string[] = [];
    const url = await serve((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      problem(401, 'urn:heartbeat:unauthorized')(request, response);
    });
    const asked = vi.spyOn(globalThis, 'fetch');
    expect(await diagnose(url, false, NEVER, systemClock)).toMatchObject({ cause: 'auth' });
    expect(seen).toEqual(['GET /ws?token=1', 'GET /ws?token=1']);
    expect(asked.mock.calls.map(([, init]) => init?.credentials)).toEqual(['omit', 'include']);
    asked.mockRestore();
  });

  it('does not take a 401 for the truth where a token may travel in the subprotocols', async () => {
    const url = await serve(problem(401, 'urn:heartbeat:unauthorized'));
    expect(await diagnose(url, true, NEVER, systemClock)).toEqual({ cause: 'connect-error' });
  });

  it('knows nothing where the platform has no fetch', async () => {
    vi.stubGlobal('fetch', undefined);
    expect(await diagnose('ws://127.0.0.1:9/ws', false, NEVER, systemClock)).toEqual({ cause: 'connect-error' });
  });

  it('finds no server at all on the own origin, and says less of another one', async () => {
    expect(await diagnose('ws://127.0.0.1:9/ws', false, NEVER, systemClock)).toEqual({ cause: 'unreachable' });
    vi.stubGlobal('location', new URL('http://app.test/'));
    expect(await diagnose('ws://127.0.0.1:9/ws', false, NEVER, systemClock)).toEqual({ cause: 'connect-error' });
  });

  it.each(['not json', '', 'null', '[]', '{"type":5}', '{"type":"urn:heartbeat:toString"}'])(
    'survives the body %j',
    async (body) => {
      const url = await serve(
        (_, response) => void response.writeHead(503, { 'Content-Type': 'application/problem+json' }).end(body),
      );
      expect(['unreachable', 'connect-error']).toContain((await diagnose(url, false, NEVER, systemClock)).cause);
    },
  );
});

it('a question that is under way ends with the connection, and its answer changes nothing', async () => {
  const url = await serve(() => {});
  const asked = vi.spyOn(globalThis, 'fetch');
  onTestFinished(() => asked.mockRestore());
  const { subject, clock, sockets } = createFakeConnection({ diagnose: true }, url);
  subject.connect();
  sockets[0]?.close();
  clock.advance(500);
  sockets[1]?.close();
  clock.advance(500);
  await waitFor('the question', () => asked.mock.calls.length === 1);
  subject.disconnect();
  expect(clock.timerCount).toBe(0);
  await waitFor('the end of the request', () => asked.mock.calls[0]?.[1]?.signal?.aborted === true);
  await settle();
  expect(subject.log.at(-1)).not.toMatchObject({ kind: 'event.ignored' });
  expect(subject.store.getState().status).toBe('closed');
});

it('a server that takes the question and says nothing is asked for five seconds', async () => {
  const url = await serve(() => {});
  const { subject, clock, sockets } = createFakeConnection({ diagnose: true }, url);
  subject.connect();
  sockets[0]?.close();
  clock.advance(500);
  sockets[1]?.close();
  clock.advance(6_000);
  await waitFor('the answer', () => subject.log.some(({ kind }) => kind === 'connect.diagnosed'));
  expect(subject.store.getState().cause).toBe('unreachable');
  subject.destroy();
});

it('asks where `diagnose` says, which may be an object', async () => {
  const url = await serve(problem(403, 'urn:heartbeat:forbidden'));
  const { subject, clock, sockets } = createFakeConnection({ diagnose: new URL(url) }, 'ws://127.0.0.1:9/ws');
  subject.connect();
  sockets[0]?.close();
  clock.advance(500);
  sockets[1]?.close();
  clock.advance(500);
  await waitFor('the answer', () => subject.log.some(({ kind }) => kind === 'connect.diagnosed'));
  expect(subject.store.getState()).toMatchObject({ status: 'failed', cause: 'refused' });
  subject.destroy();
});
