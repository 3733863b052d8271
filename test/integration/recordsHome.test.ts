import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Timeline } from '../../src/admin/schemas/timeline.js';
import { systemClock } from '../../src/client/clock.js';
import { createHeartbeatSocket } from '../../src/client/createHeartbeatSocket.js';
import { replay } from '../../src/client/replay.js';
import { sendRecords } from '../../src/client/optional/sendRecords.js';
import { ADMIN, ask, startGateway } from '../support/gateway/gateways.js';
import { waitFor } from '../support/waitFor.js';

const AHEAD_MS = 90_000;

it('an outage is seen from both ends on one time line, over three connections, with clocks that are 90 s apart', async () => {
  const { gateway, url, port } = await startGateway({ admin: ADMIN, collect: true });
  const socket = createHeartbeatSocket(url, {
    WebSocket,
    telemetry: sendRecords(),
    // The first batch goes home after a second.
    random: () => 0,
    reconnect: { minDelayMs: 20, baseDelayMs: 0 },
    clock: { ...systemClock, wallNow: () => Date.now() + AHEAD_MS },
  });
  onTestFinished(() => socket.destroy());
  // Both ends are in this process, so the order in which things really happened is known.
  const happened: string[] = [];
  const nameOf = ({ side, seq }: { side: string; seq: number }): string => `${side} ${seq}`;
  socket.onEvent((record) => happened.push(nameOf(record)));
  gateway.on('event', (record) => happened.push(nameOf(record)));
  socket.connect();
  const ids: string[] = [];
  for (const count of [1, 2, 3]) {
    await waitFor('a welcome', () => {
      const { connectionId } = socket.store.getState();
      if (connectionId !== null && !ids.includes(connectionId)) ids.push(connectionId);
      return ids.length === count;
    });
    await waitFor('the hello', () => [...gateway.peers].some((peer) => 'sessionId' in peer && peer.sessionId !== null));
    if (count < 3) for (const peer of gateway.peers) peer.socket.terminate();
  }
  const { sessionId } = socket.store.getState();
  const read = async (): Promise<Timeline> => {
    const answer = await ask(port, 'GET', `/heartbeat/sessions/${sessionId}/timeline`, { token: ADMIN.viewerToken });
    return JSON.parse(answer.text) as Timeline;
  };
  const isHome = ({ kind, side }: Timeline['records'][number]): boolean => side === 'client' && kind === 'reconnected';
  await waitFor('the records', async () => (await read()).records.filter(isHome).length === 2);

  const { connections, outages, records, lost } = await read();
  expect(connections.map(({ connectionId }) => connectionId)).toEqual(ids);
  for (const { clock } of connections) {
    // The true offset is within the error that is shown.
    expect(Math.abs((clock?.offsetMs ?? 0) - AHEAD_MS)).toBeLessThanOrEqual((clock?.errorMs ?? 0) + 1);
  }
  expect(outages).toMatchObject([
    { cause: 'unknown', evidence: [expect.stringContaining('abnormal'), expect.stringContaining('closed')] },
    { cause: 'unknown' },
  ]);
  expect(outages.every(({ from, to }) => to !== null && to >= from)).toBe(true);
  expect(lost).toBe(0);

  // Each side keeps its order, and both are on the gateway's time: within a minute, not ninety seconds apart.
  for (const side of ['client', 'gateway']) {
    const seqs = records.filter((record) => record.side === side).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  }
  const times = records.map(({ at }) => at);
  expect(Math.max(...times) - Math.min(...times)).toBeLessThan(60_000);
  const order = records.map(({ kind, side, connectionId }) => `${side} ${kind} ${connectionId}`);
  // Across the sides the order is the true one wherever the clocks' error allows to say so, and marked where it does not.
  const place = new Map(happened.map((name, index) => [name, index]));
  let certain = 0;
  for (const [index, later] of records.entries()) {
    for (const earlier of records.slice(0, index)) {
      if (earlier.side === later.side) continue;
      const errorMs = (earlier.errorMs ?? later.errorMs ?? 0) + 1;
      if (later.at - earlier.at <= errorMs) continue;
      certain += 1;
      const [a = NaN, b = NaN] = [place.get(nameOf(earlier)), place.get(nameOf(later))];
      expect([nameOf(earlier), nameOf(later), a < b]).toEqual([nameOf(earlier), nameOf(later), true]);
    }
  }
  expect(certain).toBeGreaterThan(20);
  for (const [index, { at, side, isUnsure = false, errorMs }] of records.entries()) {
    const before = records[index - 1];
    if (!before || before.side === side) continue;
    expect(isUnsure).toBe(at - before.at <= (errorMs ?? before.errorMs ?? 0) + 1);
  }
  // What a connection's end and the next one's beginning are to each side is in order, whichever clock said it.
  expect(order.indexOf(`gateway connection.closed ${ids[0]}`)).toBeLessThan(
    order.indexOf(`gateway reconnected ${ids[1]}`),
  );
  expect(order.indexOf(`client connection.closed ${ids[0]}`)).toBeGreaterThan(-1);

  // The file for a bug report holds the same, without what tells where a person is, and `replay` reads it.
  const file = await ask(port, 'GET', `/heartbeat/sessions/${sessionId}/timeline?format=file`, {
    token: ADMIN.viewerToken,
  });
  expect(file.headers['content-disposition']).toMatch(/^attachment; filename="session-[\w-]+\.json"$/);
  expect(file.text).not.toContain('127.0.0.1');
  const steps = replay(file.text, { reconnect: { minDelayMs: 20, baseDelayMs: 0 } });
  const statuses = steps.map(({ status }) => status).filter((status, index, all) => status !== all[index - 1]);
  expect(statuses).toEqual(['connecting', 'open', 'reconnecting', 'open', 'reconnecting', 'open']);
  expect(steps.filter(({ isSame }) => !isSame)).toEqual([]);

  const text = await ask(port, 'GET', `/heartbeat/sessions/${sessionId}/timeline`, {
    token: ADMIN.viewerToken,
    headers: { Accept: 'text/plain' },
  });
  expect(text.headers['content-type']).toBe('text/plain; charset=utf-8');
  expect(text.text).toMatch(/#3 {2}\S+ – open/);
  expect(text.text.match(/OUTAGE of [\d.]+ m?s/g)).toHaveLength(2);
});
