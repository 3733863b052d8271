import { createHash } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { join as joinPath } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAdminClient, type AdminClient } from '../../../src/admin/createAdminClient.js';
import type { EventsItem } from '../../../src/admin/readEvents.js';
import { createHeartbeatGateway } from '../../../src/gateway/index.js';
import { createEventRecorder, type EventRecorder } from '../../../src/gateway/telemetry/eventRecorder.js';
import { createEventRing } from '../../../src/gateway/feed/eventRing.js';
import { openStream } from '../../../src/gateway/feed/eventStream.js';
import { LASTING_KINDS } from '../../../src/gateway/telemetry/lastingKinds.js';
import { LOGGER_RULE } from '../../../src/gateway/telemetry/logLimit.js';
import { makeFolder } from '../../support/folder.js';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import { ADMIN, ask, join, QUIET, rawSocket, startGateway, startServer } from '../../support/gateway/gateways.js';
import { settleOnLoopback } from '../../support/network/settleOnLoopback.js';
import { waitFor } from '../../support/waitFor.js';

const token = ADMIN.viewerToken;

interface Stream {
  readonly response: IncomingMessage;
  readonly text: () => string;
  readonly request: ClientRequest;
  readonly ended: () => boolean;
}
/** A stream as it is on the wire. */
function open(port: number, query = '', headers: Record<string, string> = {}, method = 'GET'): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      port,
      host: '127.0.0.1',
      path: `/heartbeat/events${query}`,
      agent: false,
      method,
      headers: { Authorization: `Bearer ${token}`, ...headers },
    });
    onTestFinished(() => void request.destroy());
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      let isEnded = false;
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('close', () => (isEnded = true));
      response.on('error', () => {});
      resolve({ response, text: () => text, request, ended: () => isEnded });
    });
    request.end();
  });
}
const kindsIn = (text: string): string[] => [...text.matchAll(/"kind":"([^"]+)"/g)].map(([, kind]) => String(kind));
const idsIn = (text: string): string[] => [...text.matchAll(/^id: (.+)$/gm)].map(([, id]) => String(id));

describe('GET /events', () => {
  it('sends what happens as Server-Sent Events that no proxy holds back', async () => {
    const { url, port } = await startGateway({ admin: ADMIN });
    const { response, text } = await open(port);
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    await join(url);
    await waitFor('the event', () => kindsIn(text()).includes('connect.opened'));
    expect(text()).toMatch(/^retry: 3000\n: open\n\nid: \d+-[\w-]+\ndata: \{"at":/);
  });

  it('filters by kind, by the beginning of a kind, and by peer', async () => {
    // Time is moved by hand: a gateway that is late by itself judges no peer.
    const clock = createGatewayClock();
    const { url, port, gateway } = await startGateway({
      admin: ADMIN,
      clock,
      heartbeat: { intervalMs: 1_000, timeoutMs: 60_000 },
    });
    const silent = await join(url, 'silent');
    const { connectionId } = await silent.frame('heartbeat.welcome');
    await join(url);
    const misses = await open(port, '?kind=heartbeat.*,admin.refused');
    const pings = await open(port, `?kind=ping.*,pong.received&peer=${String(connectionId)}`);
    const all = await open(port);
    await ask(port, 'GET', '/heartbeat/me', { token: 'wrong' });
    await waitFor('a refusal', () => kindsIn(misses.text()).includes('admin.refused'));
    await waitFor('misses', async () => {
      await clock.advance(500);
      return (gateway.peers.get(String(connectionId))?.missedInRow ?? 0) > 2;
    });
    await waitFor('both', () => new Set(kindsIn(misses.text())).size === 2);
    await waitFor('pings', () => kindsIn(pings.text()).length > 2);
    expect(new Set(kindsIn(misses.text()))).toEqual(new Set(['heartbeat.missed', 'admin.refused']));
    // A silent peer is pinged and answers none.
    expect(new Set(kindsIn(pings.text()))).toEqual(new Set(['ping.sent']));
    expect(idsIn(pings.text())).toEqual([]);
    await waitFor('misses', () => kindsIn(all.text()).includes('heartbeat.missed'));
    expect(kindsIn(all.text()).filter((kind) => /^p[io]ng/.test(kind))).toEqual([]);
  });

  it('resumes after the last event, from the first with 0, and says what it does not know', async () => {
    const { url, port } = await startGateway({ admin: ADMIN });
    await join(url);
    await join(url);
    const first = await open(port, '?kind=connect.opened', { 'Last-Event-ID': '0' });
    await waitFor('both', () => kindsIn(first.text()).length === 2);
    const [one = '', two = ''] = idsIn(first.text());
    const second = await open(port, '?kind=connect.opened', { 'Last-Event-ID': one });
    await waitFor('the second', () => kindsIn(second.text()).length === 1);
    expect(idsIn(second.text())).toEqual([two]);
    expect(second.text()).not.toContain('event: lost');
    const [number = ''] = one.split('-');
    for (const id of [`${number}-another-gateway`, '999999999', 'x', '-1', '1e3', `${number}-`, '9'.repeat(300)]) {
      // oxlint-disable-next-line no-await-in-loop -- few
      const { text } = await open(port, '?kind=connect.opened', { 'Last-Event-ID': id });
      // oxlint-disable-next-line no-await-in-loop -- few
      await waitFor(`all, after ${id}`, () => kindsIn(text()).length === 2);
      expect(text()).toContain('event: lost\ndata: {"count":null}\n\n');
    }
  });

  it.each([
    'kind=nonsense',
    'kind=__proto__',
    'kind=heart*',
    'kind=.*',
    'kind=a&kind=b',
    `kind=${'x'.repeat(1_001)}`,
    `peer=${'x'.repeat(201)}`,
    'peer=a&peer=b',
  ])('refuses %s', async (query) => {
    const { port } = await startGateway({ admin: ADMIN });
    expect((await ask(port, 'GET', `/heartbeat/events?${query}`, { token })).status).toBe(400);
  });

  it('takes 32 readers, and another one when one has gone; HEAD takes no place', async () => {
    const { port } = await startGateway({ admin: ADMIN });
    const streams = await Promise.all(Array.from({ length: 32 }, () => open(port)));
    const refused = await open(port);
    expect(refused.response).toMatchObject({ statusCode: 503, headers: { 'retry-after': '5' } });
    streams[0]?.request.destroy();
    await waitFor('a place', async () => (await ask(port, 'GET', '/heartbeat/events', { token })).status === 200);
    for (let count = 0; count < 40; count += 1) {
      // oxlint-disable-next-line no-await-in-loop -- each must be over
      const head = await open(port, '', {}, 'HEAD');
      // oxlint-disable-next-line no-await-in-loop -- each must be over
      await waitFor('its end', head.ended);
      expect(head.text()).toBe('');
    }
    await waitFor('a place', async () => (await ask(port, 'GET', '/heartbeat/events', { token })).status === 200);
  });

  it('keeps no place for readers that are pipelined behind another, nor for those that come at once and are too many', async () => {
    const { port } = await startGateway({ admin: ADMIN });
    const request = `GET /heartbeat/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`;
    const pipelined = await rawSocket(port);
    pipelined.write(request.repeat(40));
    await waitFor('its first stream', () => pipelined.text().includes(': open'));
    const others = await Promise.all(Array.from({ length: 31 }, () => open(port)));
    expect(others.map(({ response }) => response.statusCode)).toEqual(Array(31).fill(200));
    expect((await open(port)).response.statusCode).toBe(503);
    pipelined.destroy();
    await waitFor('a place', async () => (await ask(port, 'GET', '/heartbeat/events', { token })).status === 200);
  });

  it('begins behind an answer on the same connection, once that answer is sent', async () => {
    const { port } = await startGateway({ admin: ADMIN });
    const socket = await rawSocket(port);
    const request = (path: string) =>
      `GET /heartbeat/${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`;
    socket.write(request('me') + request('events'));
    await waitFor('the stream', () => socket.text().includes(': open'));
    expect(socket.text()).toContain('"role":"viewer"');
  });

  it('takes at most 32 readers of those that are let in together', async () => {
    let letIn = (): void => {};
    const isOpen = new Promise<void>((resolve) => (letIn = resolve));
    let asked = 0;
    const authorize = async () => {
      asked += 1;
      await isOpen;
      return 'viewer' as const;
    };
    const { port } = await startGateway({ admin: { authorize } });
    const opening = Array.from({ length: 40 }, () => open(port));
    await waitFor('all requests', () => asked === 40);
    letIn();
    const streams = await Promise.all(opening);
    await waitFor('the end of those that are too many', () => {
      const read = streams.filter(({ response, ended }) => response.statusCode === 200 && !ended());
      return read.length === 32;
    });
  });

  it('keeps no place for an HTTP/2 reader that has left before it was let in', async () => {
    let letIn = (): void => {};
    let asked = 0;
    const authorize = async () => {
      asked += 1;
      await new Promise<void>((resolve) => (letIn = resolve));
      return 'viewer' as const;
    };
    const server = createHttp2Server((request, response) => {
      gateway.handle(request as never, response as never);
    });
    const gateway = createHeartbeatGateway({ ...QUIET, server: server as never, admin: { authorize } });
    onTestFinished(() => gateway.close());
    await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void server.close());
    const session = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    onTestFinished(() => session.destroy());
    for (let count = 1; count <= 32; count += 1) {
      const left = session.request({ ':path': '/heartbeat/events' });
      left.on('error', () => {});
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await waitFor('the request', () => asked === count);
      left.close();
      // oxlint-disable-next-line no-await-in-loop -- as above
      await settleOnLoopback();
      letIn();
    }
    const stays = session.request({ ':path': '/heartbeat/events' });
    let status = 0;
    stays.on('response', (headers) => (status = Number(headers[':status'])));
    await waitFor('the request', () => asked === 33);
    letIn();
    await waitFor('the answer', () => status !== 0);
    expect(status).toBe(200);
  });

  it('ends with the gateway, and with a drain, after which it takes no reader', async () => {
    const closing = await startGateway({ admin: ADMIN });
    const one = await open(closing.port);
    await closing.gateway.close();
    await waitFor('the end', one.ended);
    const { server, port } = await startServer();
    const draining = await startGateway({ admin: ADMIN, ...({ server, port: undefined, host: undefined } as object) });
    server.on('request', (request, response) => void draining.gateway.handle(request, response));
    await join(`ws://127.0.0.1:${port}/ws`);
    const two = await open(port);
    void draining.gateway.drain({ overMs: 10_000 });
    await waitFor('the end', two.ended);
    expect((await open(port)).response.statusCode).toBe(503);
  });

  it('ends within 5 s when its token goes', async () => {
    const path = joinPath(makeFolder(), 'tokens.json');
    const write = (...tokens: string[]): void => {
      const entries = tokens.map((text) => ({
        subject: text,
        role: 'viewer',
        sha256: createHash('sha256').update(text).digest('hex'),
      }));
      writeFileSync(`${path}.new`, JSON.stringify({ tokens: entries }));
      renameSync(`${path}.new`, path);
    };
    write('ada', 'bob');
    const { port } = await startGateway({ env: { HEARTBEAT_TOKENS_FILE: path } });
    const ada = await open(port, '', { Authorization: 'Bearer ada' });
    const bob = await open(port, '', { Authorization: 'Bearer bob' });
    write('bob');
    await waitFor(
      'the token to be gone',
      async () => (await ask(port, 'GET', '/heartbeat/me', { token: 'ada' })).status === 401,
    );
    await waitFor('the end', ada.ended);
    expect(bob.ended()).toBe(false);
    // The looks at a token that is gone are no guesses: the address is not made to wait.
    expect((await ask(port, 'GET', '/heartbeat/me', { token: 'bob' })).status).toBe(200);
  });
});

describe('a stream', () => {
  /** A response whose reader reads when it is told to. */
  function slowResponse() {
    const listeners = new Map<string, () => void>();
    let buffered = 0;
    const written: string[] = [];
    const state = { most: 0, isEnded: false, isDestroyed: false };
    const response = {
      get writableLength() {
        return buffered;
      },
      write(text: string) {
        written.push(text);
        buffered += Buffer.byteLength(text);
        state.most = Math.max(state.most, buffered);
        return buffered < 16_384;
      },
      on: (name: string, listener: () => void) => listeners.set(name, listener),
      off: () => {},
      end: () => (state.isEnded = true),
      destroy: () => (state.isDestroyed = true),
    };
    const read = (): void => {
      buffered = 0;
      listeners.get('drain')?.();
    };
    return { response: response as never, written, state, read };
  }
  function start(isAllowed: () => Promise<boolean> = async () => true) {
    const clock = createGatewayClock();
    const recorder: EventRecorder = createEventRecorder(clock, 'g-1', { logger: undefined, rule: LOGGER_RULE });
    const ring = createEventRing(recorder);
    const slow = slowResponse();
    const asked = { kinds: new Set([...LASTING_KINDS, 'ping.sent' as const]), peer: null, after: null };
    const stream = openStream(slow.response, asked, { clock, recorder, ring, gatewayId: 'g-1', isAllowed });
    const miss = (): void =>
      recorder.record('heartbeat.missed', { missedInRow: 1, silentMs: 5 }, { id: 'c-1', remote: '203.0.113.9' });
    return { clock, recorder, ...slow, stream, miss };
  }

  it('keeps at most 256 KiB for a reader that does not read, tells it what it lost, and goes on', async () => {
    const { clock, recorder, written, state, read, miss } = start();
    for (let turn = 0; turn < 200; turn += 1) {
      for (let count = 0; count < 50; count += 1) miss();
      recorder.record('ping.sent', { id: turn }, { id: 'c-1' });
      // oxlint-disable-next-line no-await-in-loop -- so that it is written
      await clock.advance(1);
    }
    expect(state.most).toBeGreaterThan(150_000);
    expect(state.most).toBeLessThanOrEqual(262_144);
    for (let turn = 0; turn < 40; turn += 1) {
      read();
      // oxlint-disable-next-line no-await-in-loop -- so that it is written
      await clock.advance(1);
    }
    const text = written.join('');
    const lost = [...text.matchAll(/event: lost\ndata: \{"count":(\d+)\}/g)].map(([, count]) => Number(count));
    const got = kindsIn(text).length;
    expect(lost.reduce((sum, count) => sum + count, 0) + got).toBe(200 * 51);
    expect(got).toBeGreaterThan(4_000);
    // In their order.
    const seqs = [...text.matchAll(/"seq":(\d+)/g)].map(([, seq]) => Number(seq));
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    miss();
    await clock.advance(1);
    expect(kindsIn(written.at(-1) ?? '')).toEqual(['heartbeat.missed']);
  });

  it('says every 15 s that it is alive, and gives the place of a reader that never reads to others', async () => {
    const alive = start();
    await alive.clock.advance(15_000);
    expect(alive.written.at(-1)).toBe(': alive\n\n');
    const stuck = start();
    for (let count = 0; count < 3_000; count += 1) stuck.miss();
    await stuck.clock.advance(59_000);
    expect(stuck.state.isDestroyed).toBe(false);
    await stuck.clock.advance(31_000);
    expect(stuck.state.isDestroyed).toBe(true);
  });

  it('ends within 5 s when the right to it is gone, or cannot be told', async () => {
    let isAllowed = true;
    const revoked = start(async () => isAllowed);
    await revoked.clock.advance(10_000);
    expect(revoked.state.isEnded).toBe(false);
    isAllowed = false;
    await revoked.clock.advance(4_999);
    expect(revoked.state.isEnded).toBe(true);
    const hanging = start(() => new Promise(() => {}));
    await hanging.clock.advance(4_999);
    expect(hanging.state.isEnded).toBe(true);
    const failing = start(() => Promise.reject(new Error('down')));
    await failing.clock.advance(4_999);
    expect(failing.state.isEnded).toBe(true);
  });
});

describe('createAdminClient().events', () => {
  const clientAt = (port: number, text: string = token): AdminClient =>
    createAdminClient({ baseUrl: `http://127.0.0.1:${port}/heartbeat`, token: text });

  it('reads events until it is aborted, and resumes', async () => {
    const { url, port } = await startGateway({ admin: ADMIN });
    const aborting = new AbortController();
    const items: EventsItem[] = [];
    for await (const item of clientAt(port).events({ kind: 'connect.*', signal: aborting.signal })) {
      items.push(item);
      if (item.type === 'open') await join(url);
      else aborting.abort();
    }
    expect(items).toMatchObject([{ type: 'open' }, { type: 'event', event: { kind: 'connect.opened' } }]);
    await join(url);
    for await (const item of clientAt(port).events({ after: '0' })) {
      items.push(item);
      if (items.filter(({ type }) => type === 'event').length === 3) break;
    }
    const ids = items.flatMap((item) => (item.type === 'event' ? [item.id] : []));
    expect(ids[1]).toBe(ids[0]);
    for await (const item of clientAt(port).events({ after: 'of-another-gateway' })) {
      if (item.type === 'open') continue;
      expect(item).toEqual({ type: 'lost', count: null });
      break;
    }
  });

  it('says how it ended: refused, by the gateway, or without a gateway', async () => {
    const { gateway, port } = await startGateway({ admin: ADMIN });
    const last = async (client: AdminClient, onOpen = (): void => {}): Promise<EventsItem | undefined> => {
      let found: EventsItem | undefined;
      for await (const item of client.events()) {
        found = item;
        if (item.type === 'open') onOpen();
      }
      return found;
    };
    expect(await last(clientAt(port, 'wrong'))).toMatchObject({ type: 'ended', status: 401 });
    expect(await last(clientAt(port), () => void gateway.close())).toMatchObject({ type: 'ended', status: 0 });
    expect(await last(clientAt(port))).toMatchObject({ type: 'ended', status: 0, problem: { title: 'No answer' } });
  });
});
