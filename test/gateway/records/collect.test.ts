import { describe, expect, it } from 'vitest';
import type { Timeline } from '../../../src/admin/schemas/timeline.js';
import { SessionStore } from '../../../src/gateway/records/sessionStore.js';
import { encodeRecords } from '../../../src/protocol/records.js';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import { ADMIN, ask, join, startGateway, type TestClient } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

const PATH = '/heartbeat/records';
const record = (more: object = {}): string =>
  JSON.stringify({ kind: 'lost', at: 1_000, seq: 1, connectionId: null, downMs: 5, ...more });

interface Known {
  readonly client: TestClient;
  readonly connectionId: string;
}
/** A client whose hello the gateway has read. */
async function known(url: string, sessionId: string, more: object = {}): Promise<Known> {
  const client = await join(url);
  const { connectionId } = await client.frame('heartbeat.welcome');
  client.send({ type: 'heartbeat.hello', client: 'x/1', sessionId, at: 1_000, attempt: 0, ...more });
  client.send('{"type":"ping"}');
  await client.frame('pong');
  return { client, connectionId: String(connectionId) };
}
async function timeline(port: number, sessionId: string): Promise<Timeline | null> {
  const { status, text } = await ask(port, 'GET', `/heartbeat/sessions/${sessionId}/timeline`, {
    token: ADMIN.viewerToken,
  });
  return status === 200 ? (JSON.parse(text) as Timeline) : null;
}
const fromClient = (line: Timeline | null): Timeline['records'] =>
  line?.records.filter(({ side }) => side === 'client') ?? [];
const post = (port: number, lines: readonly string[], headers: Record<string, string> = {}) =>
  ask(port, 'POST', PATH, { body: lines.join('\n'), headers: { 'Content-Type': 'text/plain', ...headers } });

describe('a gateway that collects nothing', () => {
  it('wants nothing, has no such route, and keeps what comes all the same from the application', async () => {
    const { gateway, url, port, events } = await startGateway({ admin: ADMIN });
    const heard: unknown[] = [];
    gateway.on('connection', (socket) => socket.on('message', (data) => heard.push(data)));
    const { client, connectionId } = await known(url, 's-1');
    expect(await client.frame('heartbeat.welcome')).not.toHaveProperty('wants');
    client.send(
      encodeRecords(
        Array.from({ length: 100 }, () => record()),
        0,
      ),
    );
    await waitFor('the record', () => events.some(({ kind }) => kind === 'frame.unknown'));
    expect(heard).toEqual([]);
    expect((await post(port, [JSON.stringify({ sessionId: 's-1', connectionId })])).status).toBe(404);
    expect(await timeline(port, 's-1')).toBeNull();
  });
});

describe('a gateway that collects', () => {
  const collect = { admin: ADMIN, collect: true } as const;

  it('says so in the welcome, and what it takes is no more than half of its largest message', async () => {
    const { url } = await startGateway(collect);
    expect(await (await join(url)).frame('heartbeat.welcome')).toMatchObject({
      wants: { records: { path: PATH, maxBytes: 16_384 } },
    });
    const small = await startGateway({ ...collect, maxPayload: 10_000 });
    expect(await (await join(small.url)).frame('heartbeat.welcome')).toMatchObject({
      wants: { records: { maxBytes: 5_000 } },
    });
  });

  it('takes records by the socket and by beacon, counts what it drops, and closes nothing for it', async () => {
    const { url, port, gateway } = await startGateway(collect);
    const { client, connectionId } = await known(url, 's-1');
    client.send(encodeRecords([record(), record({ kind: 'nonsense' }), '7', record({ seq: 2, message: 'secret' })], 4));
    client.send('{"type":"heartbeat.records","records":');
    client.send(
      encodeRecords(
        Array.from({ length: 300 }, () => record()),
        4,
      ),
    );
    await waitFor('the records', async () => fromClient(await timeline(port, 's-1')).length === 2);
    const head = JSON.stringify({ sessionId: 's-1', connectionId, dropped: 6 });
    expect((await post(port, [head, record({ seq: 3, connectionId }), 'nonsense'])).status).toBe(204);
    const line = await timeline(port, 's-1');
    expect(fromClient(line).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(JSON.stringify(line)).not.toContain('secret');
    // Two of the first frame, one that is none, 300 that are too long, one of the beacon, and 6 by the client's own word.
    expect(line?.lost).toBe(2 + 1 + 300 + 1 + 6);
    expect(gateway.peers.size).toBe(1);
  });

  it('counts what was handed over and did not come, and takes it back when a beacon comes late', async () => {
    const { url, port } = await startGateway(collect);
    const { client, connectionId } = await known(url, 's-1');
    // The first that this gateway sees is no gap: those before may have gone to another.
    client.send(encodeRecords([record({ seq: 41 })], 0, 40));
    client.send(encodeRecords([record({ seq: 45 })], 0, 44));
    await waitFor('both', async () => fromClient(await timeline(port, 's-1')).length === 2);
    expect((await timeline(port, 's-1'))?.lost).toBe(3);
    const head = JSON.stringify({ sessionId: 's-1', connectionId, dropped: 0, sent: 41 });
    await post(port, [head, record({ seq: 42 }), record({ seq: 43 }), record({ seq: 44 })]);
    const line = await timeline(port, 's-1');
    expect(line?.lost).toBe(0);
    expect(fromClient(line).map(({ seq }) => seq)).toEqual([41, 42, 43, 44, 45]);
  });

  it('lets no forged id join anything', async () => {
    const { url, port } = await startGateway(collect);
    const mine = await known(url, 's-1');
    const other = await known(url, 's-2');
    for (const [sessionId, connectionId] of [
      ['s-1', other.connectionId],
      ['s-2', mine.connectionId],
      ['s-3', mine.connectionId],
      ['__proto__', mine.connectionId],
      ['s-1', ''],
    ]) {
      const { status } = await post(port, [JSON.stringify({ sessionId, connectionId, dropped: 9 }), record()]);
      expect([sessionId, connectionId, status]).toEqual([sessionId, connectionId, 404]);
    }
    // A record that says it is of a connection of another session.
    mine.client.send(encodeRecords([record({ connectionId: other.connectionId }), record({ seq: 2 })], 0));
    await waitFor('the other one', async () => fromClient(await timeline(port, 's-1')).length === 1);
    expect((await timeline(port, 's-1'))?.lost).toBe(1);
    expect(fromClient(await timeline(port, 's-2'))).toEqual([]);
  });

  it('gives two open connections with one id two time lines, and says so', async () => {
    const { url, port, events } = await startGateway(collect);
    const first = await known(url, 's-1');
    const twin = await known(url, 's-1');
    twin.client.send(encodeRecords([record(), record({ seq: 2, connectionId: twin.connectionId })], 0));
    first.client.send(encodeRecords([record({ seq: 9 })], 0));
    await waitFor('the record', async () => fromClient(await timeline(port, 's-1')).length === 1);
    expect(fromClient(await timeline(port, 's-1'))).toMatchObject([{ seq: 9 }]);
    expect(fromClient(await timeline(port, `s-1~${twin.connectionId}`))).toMatchObject([{ seq: 1 }, { seq: 2 }]);
    expect(events.filter(({ kind }) => kind === 'session.doubled')).toMatchObject([
      { openConnectionId: first.connectionId },
    ]);
  });

  it('tells an end in order from an outage, and of an end that one side knows does not say that neither does', async () => {
    const { url, port, gateway } = await startGateway(collect);
    const first = await known(url, 's-1');
    first.client.socket.close(1000);
    await waitFor('the end', () => gateway.peers.size === 0);
    expect((await timeline(port, 's-1'))?.outages).toEqual([]);
    const previous = { connectionId: first.connectionId, code: 1000, cause: 'closed', downMs: 5, shownMs: 0 };
    const second = await known(url, 's-1', { previous });
    expect((await timeline(port, 's-1'))?.outages).toMatchObject([{ cause: 'client' }]);
    second.client.socket.close(4_000);
    await waitFor('the end', () => gateway.peers.size === 0);
    expect((await timeline(port, 's-1'))?.outages[1]?.says).toBe(
      'The application closed the connection, with a code of its own.',
    );
  });

  it('stays within its bytes whatever sessions are made of', () => {
    const store = new SessionStore({ maxBytes: 100_000, perSessionBytes: 4_096, maxAgeMs: 60_000 });
    const connection = {
      remote: '',
      openedAt: 0,
      closedAt: 0,
      closeReason: '',
      silentMs: 0,
      ageMs: 0,
      clock: null,
      downMs: 0,
      shownMs: 0,
    };
    const ids = Array.from({ length: 50 }, (_, session) => `s-${session}`);
    for (const id of ids) {
      for (let count = 0; count < 100; count += 1) {
        store.join(id, 'x/1', { ...connection, connectionId: `${id}-${count}` }, 0);
      }
    }
    const kept = ids.flatMap((id) => store.get(id, 0)?.connections ?? []);
    expect(store.bytes).toBeLessThanOrEqual(100_000);
    expect(JSON.stringify(kept).length).toBeLessThanOrEqual(100_000);
    const last = store.get('s-49', 0);
    if (last) store.keep(last, { kind: 'ping.sent' }, 0);
    expect(last?.records).toHaveLength(1);
  });

  it('takes no records from pages of other origins, and no other method', async () => {
    const { url, port } = await startGateway(collect);
    const { connectionId } = await known(url, 's-1');
    const lines = [JSON.stringify({ sessionId: 's-1', connectionId }), record()];
    expect((await post(port, lines, { Origin: 'https://evil.test' })).status).toBe(403);
    expect((await post(port, lines, { Host: 'evil.test' })).status).toBe(403);
    expect((await ask(port, 'GET', PATH)).status).toBe(405);
    expect((await post(port, [...lines, 'x'.repeat(20_000)])).status).toBe(413);
    expect(fromClient(await timeline(port, 's-1'))).toEqual([]);
  });

  it('takes a mebibyte a second from all together, and counts the rest', async () => {
    const clock = createGatewayClock();
    const { url, port } = await startGateway({ ...collect, clock, maxPingsPerSecond: 1_000 });
    const { client } = await known(url, 's-1');
    const frame = encodeRecords(
      [record({ seq: 1 }), ...Array.from({ length: 200 }, () => record({ kind: 'nonsense' }))],
      0,
    );
    const fitting = Math.floor(1_048_576 / frame.length);
    for (let count = 0; count < fitting + 10; count += 1) client.send(frame);
    await waitFor('all of them', async () => ((await timeline(port, 's-1'))?.lost ?? 0) >= (fitting + 10) * 200);
    const line = await timeline(port, 's-1');
    expect(fromClient(line)).toHaveLength(fitting);
    // Counted, though not parsed.
    expect(line?.lost).toBe(fitting * 200 + 10 * 201);
    await clock.advance(1_000);
    client.send(frame);
    await waitFor('the next second', async () => fromClient(await timeline(port, 's-1')).length > fitting);
    expect(client.closeCode).toBeNull();
  });

  it('keeps within its limits: the oldest records of a session, then the sessions that were silent for longest', async () => {
    const clock = createGatewayClock();
    const limits = { maxBytes: 65_536, perSessionBytes: 4_096, maxAgeMs: 60_000 };
    const { url, port, gateway } = await startGateway({ ...collect, collect: limits, clock, maxPingsPerSecond: 1_000 });
    const { client } = await known(url, 's-0');
    client.send(
      encodeRecords(
        Array.from({ length: 60 }, (_, seq) => record({ seq })),
        0,
      ),
    );
    await waitFor('the records', async () => (await timeline(port, 's-0'))?.lost !== 0);
    expect(fromClient(await timeline(port, 's-0')).at(-1)).toMatchObject({ seq: 59 });
    for (let count = 1; count <= 70; count += 1) (await known(url, `s-${count}`)).client.socket.close();
    await waitFor('all but the first to go', () => gateway.peers.size === 1);
    expect(await timeline(port, 's-0')).toBeNull();
    expect(await timeline(port, 's-70')).not.toBeNull();
    await clock.advance(60_001);
    expect(await timeline(port, 's-70')).toBeNull();
  });
});
