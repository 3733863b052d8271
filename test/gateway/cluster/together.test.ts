import { describe, expect, test } from 'vitest';
import { join, startGateway, upgradeStatus } from '../../support/gateway/gateways.js';
import { askOver, startMember, startMembers } from '../../support/gateway/members.js';
import { settleOnLoopback } from '../../support/network/settleOnLoopback.js';

const HELLO = {
  type: 'heartbeat.hello',
  version: 1,
  attempt: 0,
  client: 'test',
  sessionId: 'session-1',
  notices: true,
};

describe('several gateways as one', () => {
  test('a notice on one is shown to the clients of all, to those that come later, and withdrawn from all', async () => {
    const { clock, cluster, members } = await startMembers(2);
    const client = await join(members[1]!.url);
    client.send(HELLO);
    await settleOnLoopback();
    const put = await askOver(clock, members[0]!, 'PUT', '/notice', {
      text: { en: 'maintenance at 8' },
      forMs: 60_000,
    });
    expect(put.status).toBe(200);
    await clock.advance(2_000);
    const late = await startMember(cluster, clock);
    for (const member of [members[1]!, late]) {
      const { json } = await askOver(clock, member, 'GET', '/notice');
      expect(json).toMatchObject({
        notice: { id: put.json!.notice.id, text: { en: 'maintenance at 8' }, by: 'operator' },
      });
    }
    expect((await askOver(clock, late, 'DELETE', '/notice')).status).toBe(204);
    await clock.advance(2_000);
    expect((await askOver(clock, members[0]!, 'GET', '/notice')).json).toEqual({ notice: null });
  });

  test('a notice that the others cannot be told of is refused', async () => {
    const { clock, cluster, members } = await startMembers(1);
    cluster.refuse();
    await clock.advance(5_000);
    const put = await askOver(clock, members[0]!, 'PUT', '/notice', { text: { en: 'x' } });
    expect([put.status, put.json!.type]).toEqual([503, 'urn:heartbeat:not-kept']);
    expect((await askOver(clock, members[0]!, 'GET', '/notice')).json).toEqual({ notice: null });
  });

  test('statistics are those of all gateways, with each of them, and its chart on request', async () => {
    const { clock, members } = await startMembers(3);
    const clients = await Promise.all([0, 0, 1].map((index) => join(members[index]!.url)));
    expect(clients).toHaveLength(3);
    await clock.advance(11_000);
    const now = await askOver(clock, members[2]!, 'GET', '/stats');
    expect(now.json).toMatchObject({ connections: 3, counters: { opened: 3 } });
    const period = await askOver(clock, members[2]!, 'GET', '/stats?windowMs=60000&per=gateway');
    expect(period.json!.gateways.map(({ connections }: { connections: number }) => connections).toSorted()).toEqual([
      0, 1, 2,
    ]);
    expect(period.json!.chart.opened.values.reduce((sum: number, value: number | null) => sum + (value ?? 0), 0)).toBe(
      3,
    );
    expect(period.json!.gateways.every((gateway: { chart?: object }) => gateway.chart)).toBe(true);
  });

  test('a gateway that does not answer is named, and the rest is shown', async () => {
    const { clock, cluster, members } = await startMembers(2);
    const ghost = cluster.open(clock);
    const announcement = JSON.stringify({ connections: 7, future: { field: 1 }, generation: 3 });
    await ghost.tick({
      id: 'ghost',
      seq: 1,
      confirmedSeq: 0,
      ttlMs: 6_000,
      announcement,
      seen: [],
      leases: [],
      letters: [],
    });
    await clock.advance(1_000);
    const { json } = await askOver(clock, members[0]!, 'GET', '/stats?windowMs=60000');
    expect(json!.notes[0]).toContain('ghost');
    // Within its TTL a gateway counts, whatever else it announces; then no more.
    await clock.advance(8_000);
    const later = await askOver(clock, members[0]!, 'GET', '/stats');
    expect(later.json).toMatchObject({ connections: 0 });
    ghost.close();
  });

  test('alerts are those of all gateways, each with its own', async () => {
    const { clock, members } = await startMembers(2, { proxyIdleTimeoutMs: 20_000 });
    const { json } = await askOver(clock, members[0]!, 'GET', '/alerts');
    expect(json!.active.map(({ gatewayId }: { gatewayId: string }) => gatewayId).toSorted()).toEqual(
      members.map(({ gateway }) => gateway.id).toSorted(),
    );
  });

  test('a session that moved between gateways is one time line; a client is disconnected from any', async () => {
    const { clock, members } = await startMembers(2, { collect: true });
    const first = await join(members[0]!.url);
    first.send(HELLO);
    await settleOnLoopback();
    first.socket.close();
    await first.closed;
    const second = await join(members[1]!.url);
    second.send({ ...HELLO, attempt: 1 });
    await settleOnLoopback();
    const { json } = await askOver(clock, members[0]!, 'GET', '/sessions/session-1/timeline');
    expect(json!.connections.map(({ gatewayId }: { gatewayId: string }) => gatewayId)).toEqual(
      members.map(({ gateway }) => gateway.id),
    );
    const id = [...members[1]!.gateway.peers][0]!.id;
    expect((await askOver(clock, members[0]!, 'DELETE', `/peers/${id}`)).status).toBe(204);
    expect((await askOver(clock, members[0]!, 'DELETE', '/peers/unknown')).status).toBe(404);
    expect((await second.closed).code).toBe(1000);
  });
});

describe('a rolling drain', () => {
  test('first cordons all gateways of other generations, then drains them one after the other', async () => {
    const { clock, cluster, members } = await startMembers(2, { generation: 'old' });
    const clients = await Promise.all(members.map(({ url }) => join(url)));
    const kept = await startMember(cluster, clock, { generation: 'new' });
    await clock.advance(2_000);
    const begun = await askOver(clock, members[0]!, 'POST', '/drain', { rolling: true, keep: 'new', overMs: 4_000 });
    expect(begun.status).toBe(202);
    expect(begun.json!.rolling).toMatchObject({
      keep: 'new',
      gateways: [{ generation: 'old' }, { generation: 'old' }],
    });
    await clock.advance(1_200);
    for (const { url, port } of members) {
      expect((await upgradeStatus(url)).status).toBe(503);
      expect((await askOver(clock, { port } as never, 'GET', '/healthz')).status).toBe(503);
    }
    expect((await upgradeStatus(kept.url)).status).toBe(101);
    await clock.advance(2_500);
    const draining = members.filter(({ events }) => events.some(({ kind }) => kind === 'drain.started'));
    expect(draining).toHaveLength(1);
    await clock.advance(20_000);
    expect(members.every(({ events }) => events.some(({ kind }) => kind === 'drain.started'))).toBe(true);
    expect(clients.every(({ closeCode }) => closeCode === 1012)).toBe(true);
    // It is over: a next release is not cordoned by it.
    const next = await startMember(cluster, clock, { generation: 'newer' });
    await clock.advance(3_000);
    expect((await upgradeStatus(next.url)).status).toBe(101);
    expect((await askOver(clock, kept, 'GET', '/drain')).json).not.toHaveProperty('rolling');
  });

  test('waits until the kept gateways have room', async () => {
    const { clock, cluster, members } = await startMembers(1, { generation: 'old' });
    await Promise.all([join(members[0]!.url), join(members[0]!.url)]);
    const small = await startMember(cluster, clock, { generation: 'new', maxConnections: 1 });
    await clock.advance(2_000);
    await askOver(clock, small, 'POST', '/drain', { rolling: true, keep: 'new', overMs: 2_000 });
    await clock.advance(10_000);
    expect(members[0]!.events.some(({ kind }) => kind === 'drain.started')).toBe(false);
    await startMember(cluster, clock, { generation: 'new' });
    await clock.advance(10_000);
    expect(members[0]!.events.some(({ kind }) => kind === 'drain.started')).toBe(true);
  });

  test('is refused for a generation that no gateway runs, without `keep`, and by a gateway that is alone', async () => {
    const { clock, members } = await startMembers(1, { generation: 'old' });
    const ask = (body: object) => askOver(clock, members[0]!, 'POST', '/drain', body);
    expect(await ask({ rolling: true, keep: 'typo' })).toMatchObject({ status: 422, json: { detail: /typo/ } });
    expect((await ask({ rolling: true })).status).toBe(422);
    expect((await ask({ keep: 'old' })).status).toBe(422);
    const alone = await startGateway({ admin: { operatorToken: 'operator-token' } });
    const refused = await askOver(clock, alone, 'POST', '/drain', { rolling: true, keep: 'old' });
    expect(refused.status).toBe(422);
  });
});
