import { expect, test, describe } from 'vitest';
import { fileState, memoryState } from '../../../src/gateway/index.js';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import { ADMIN, ask, join, startGateway } from '../../support/gateway/gateways.js';
import { startMember, startMembers, type MemberGateway } from '../../support/gateway/members.js';
import { createShakyCluster } from '../../support/gateway/shakyCluster.js';
import { makeFolder } from '../../support/folder.js';
import { settleOnLoopback } from '../../support/network/settleOnLoopback.js';

const patch = (port: number, body: object, version?: number) =>
  ask(port, 'PATCH', '/heartbeat/settings', {
    token: ADMIN.operatorToken,
    body: JSON.stringify({ guard: null, ...body }),
    headers: version === undefined ? {} : { 'If-Match': `"${version}"` },
  });
const settingsOf = async (port: number) => {
  const { text } = await ask(port, 'GET', '/heartbeat/settings', { token: ADMIN.viewerToken });
  return JSON.parse(text) as { version: number; intervalMs: { value: number; by?: string } };
};
const all = (members: readonly MemberGateway[]) => Promise.all(members.map(({ port }) => settingsOf(port)));

describe('settings of several gateways', () => {
  test('a change on one reaches the clients of all within two seconds, on the same connections', async () => {
    const { clock, members } = await startMembers(3);
    const clients = await Promise.all(members.map(({ url }) => join(url)));
    expect((await patch(members[1]!.port, { intervalMs: 11_000 })).status).toBe(200);
    await clock.advance(2_000);
    for (const client of clients) {
      expect(client.frames('heartbeat.settings').at(-1)).toMatchObject({
        heartbeat: { intervalMs: 11_000 },
        version: 2,
      });
      expect(client.closeCode).toBeNull();
    }
    const [first, ...rest] = await all(members);
    expect(first).toMatchObject({ version: 2, intervalMs: { value: 11_000 } });
    expect(rest).toEqual([first, first]);
    const history = await ask(members[2]!.port, 'GET', '/heartbeat/settings/history', { token: ADMIN.viewerToken });
    expect(JSON.parse(history.text)).toMatchObject({ version: 2, entries: [{ version: 2, by: 'operator' }] });
  });

  test('of two operators at once, one gets 412 with the change of the other', async () => {
    const { members } = await startMembers(2);
    const answers = await Promise.all(members.map(({ port }, index) => patch(port, { intervalMs: 11_000 + index }, 1)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    const refused = answers.find(({ status }) => status === 412);
    expect(JSON.parse(refused!.text)).toMatchObject({ current: { version: 2 }, changes: [{ version: 2 }] });
  });

  test('changes without a version, made at once on all, all come into force one after the other', async () => {
    const { clock, members } = await startMembers(3);
    const answers = await Promise.all(members.map(({ port }, index) => patch(port, { intervalMs: 11_000 + index })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await clock.advance(2_000);
    expect((await all(members)).map(({ version }) => version)).toEqual([4, 4, 4]);
  });

  test('changes made at once on two gateways, again and again, have one version each and no others', async () => {
    const { clock, members } = await startMembers(2);
    const [a, b] = members as [MemberGateway, MemberGateway];
    for (let round = 0; round < 8; round += 1) {
      const changes = [
        patch(a.port, { intervalMs: 20_000 + 10 * round }),
        patch(b.port, { admitPerSecond: 100 + round }),
        patch(b.port, { logLevel: round % 2 === 0 ? 'warn' : 'info' }),
        patch(a.port, { timeoutMs: 60_000 + round }),
      ];
      // oxlint-disable-next-line no-await-in-loop -- one round after the other
      expect((await Promise.all(changes)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      // oxlint-disable-next-line no-await-in-loop -- as above
      await clock.advance(2_000);
    }
    const { text } = await ask(b.port, 'GET', '/heartbeat/settings/history', { token: ADMIN.viewerToken });
    const { version, entries } = JSON.parse(text) as { version: number; entries: { version: number; by: string }[] };
    expect(version).toBe(33);
    expect(entries.filter(({ by }) => by !== 'operator')).toEqual([]);
    expect(entries.map((entry) => entry.version).toSorted((x, y) => x - y)).toEqual(
      Array.from({ length: 32 }, (_, index) => index + 2),
    );
  });

  test('the version does not go back when the store loses all, and changes wait for at most two seconds', async () => {
    const { clock, cluster, members } = await startMembers(3);
    await patch(members[0]!.port, { intervalMs: 11_000 });
    await patch(members[0]!.port, { intervalMs: 12_000 });
    await clock.advance(2_000);
    cluster.flush();
    await clock.advance(1_000);
    const early = await patch(members[1]!.port, { intervalMs: 13_000 });
    expect([early.status, JSON.parse(early.text).type]).toEqual([503, 'urn:heartbeat:not-kept']);
    await clock.advance(2_000);
    expect((await all(members)).map(({ version }) => version)).toEqual([3, 3, 3]);
    expect(JSON.parse((await patch(members[1]!.port, { intervalMs: 13_000 })).text)).toMatchObject({ version: 4 });
    await clock.advance(2_000);
    expect((await all(members)).map(({ intervalMs }) => intervalMs.value)).toEqual([13_000, 13_000, 13_000]);
  });

  test('nor when an old dump comes back, even where a change is made on top of it at once', async () => {
    const { clock, cluster, members } = await startMembers(2);
    await patch(members[0]!.port, { intervalMs: 11_000 });
    await clock.advance(2_000);
    const restore = cluster.dump();
    await patch(members[0]!.port, { intervalMs: 12_000 });
    restore();
    // The second gateway has not heard of version 3, nor the store.
    const answer = await patch(members[1]!.port, { intervalMs: 14_000 });
    await clock.advance(4_000);
    const both = await all(members);
    expect(both[0]).toEqual(both[1]);
    expect(both[0]!.version).toBeGreaterThan(3);
    expect([answer.status === 200 ? 14_000 : 12_000]).toContain(both[0]!.intervalMs.value);
  });

  test('a gateway without the store goes on, says so, refuses changes, and catches up', async () => {
    const { clock, cluster, members } = await startMembers(2);
    const client = await join(members[0]!.url);
    cluster.hang();
    await clock.advance(30_000);
    expect(cluster.waiting).toBeLessThanOrEqual(2);
    expect(cluster.connections).toBeLessThanOrEqual(2);
    expect(client.closeCode).toBeNull();
    expect((await patch(members[0]!.port, { intervalMs: 11_000 })).status).toBe(503);
    const alerts = await ask(members[0]!.port, 'GET', '/heartbeat/alerts', { token: ADMIN.viewerToken });
    expect(JSON.parse(alerts.text)).toMatchObject({ active: [{ rule: 'cluster' }] });
    expect(await members[0]!.gateway.registry.metrics()).toContain('heartbeat_cluster_connected 0');
    cluster.heal();
    await clock.advance(9_000);
    expect((await patch(members[0]!.port, { intervalMs: 11_000 })).status).toBe(200);
    await clock.advance(2_000);
    expect((await settingsOf(members[1]!.port)).intervalMs.value).toBe(11_000);
    expect(await members[0]!.gateway.registry.metrics()).toContain('heartbeat_cluster_connected 1');
    expect(await members[0]!.gateway.registry.metrics()).toContain('heartbeat_cluster_gateways 2');
  });

  test('retries are spread, and their number does not grow while the store is away', async () => {
    const { clock, cluster } = await startMembers(2);
    cluster.refuse();
    const before = cluster.calls;
    await clock.advance(60_000);
    expect(cluster.calls - before).toBeLessThanOrEqual(2 * 62);
    expect(cluster.waiting).toBe(0);
  });

  test('a cold start without the store uses the last settings of the state file, and brings them to a new store', async () => {
    const folder = makeFolder();
    const clock = createGatewayClock();
    const cluster = createShakyCluster();
    const state = () => fileState(`${folder}/state.json`);
    const first = await startMember(cluster, clock, { state: state() });
    await patch(first.port, { intervalMs: 11_000 });
    await first.gateway.close();
    cluster.refuse();
    cluster.flush();
    const second = await startMember(cluster, clock, { state: state() });
    expect(await settingsOf(second.port)).toMatchObject({ version: 2, intervalMs: { value: 11_000 } });
    cluster.heal();
    await clock.advance(5_000);
    const third = await startMember(cluster, clock, { state: memoryState() });
    expect(await settingsOf(third.port)).toMatchObject({ version: 2, intervalMs: { value: 11_000 } });
  });

  test('a gateway that starts tells its first client the settings of the cluster', async () => {
    const { clock, cluster, members } = await startMembers(1);
    await patch(members[0]!.port, { intervalMs: 11_000 });
    const late = await startMember(cluster, clock);
    const client = await join(late.url);
    expect(await client.frame('heartbeat.welcome')).toMatchObject({ heartbeat: { intervalMs: 11_000 }, version: 2 });
  });

  test('settings that contradict what is deployed on one gateway leave that one as it is', async () => {
    const { clock, cluster, members } = await startMembers(1);
    const other = await startMember(cluster, clock, { heartbeat: { timeoutMs: 30_000 } });
    expect((await patch(members[0]!.port, { intervalMs: 40_000 })).status).toBe(200);
    await clock.advance(2_000);
    expect((await settingsOf(other.port)).intervalMs.value).toBe(25_000);
    expect(other.events.some(({ kind }) => kind === 'settings.rejected')).toBe(true);
    expect((await patch(members[0]!.port, { intervalMs: 20_000 })).status).toBe(200);
    await clock.advance(2_000);
    await settleOnLoopback();
    expect((await settingsOf(other.port)).intervalMs.value).toBe(20_000);
  });
});

test('a cluster and a generation are checked', async () => {
  await expect(startGateway({ cluster: {} as never })).rejects.toThrow(/cluster.*redisCluster/s);
  await expect(startGateway({ generation: '' })).rejects.toThrow(/generation/);
});
